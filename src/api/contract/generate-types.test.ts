import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { generateTypes } from './generate-types.ts';

it('finds the committed types up to date; otherwise run `npm run generate`', async () => {
  const committed = readFileSync(new URL('./types.generated.ts', import.meta.url), 'utf8');
  const fresh = await generateTypes(fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url)));
  expect(fresh === committed).toBe(true);
});

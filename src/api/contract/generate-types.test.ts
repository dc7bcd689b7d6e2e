import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generateTypes } from './generate-types.ts';

it('finds the committed types up to date; otherwise run `npm run generate`', async () => {
  const committed = readFileSync(new URL('./types.generated.ts', import.meta.url), 'utf8');
  expect((await generateTypes()) === committed).toBe(true);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generateConsole } from './generate-console.ts';

it('finds what the pages know of the contracts up to date; otherwise run `npm run generate`', async () => {
  const path = new URL('../../../apps/console/src/api/contract.generated.ts', import.meta.url);
  expect((await generateConsole()) === readFileSync(path, 'utf8')).toBe(true);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generateContract } from './generate-contract.ts';

it('finds the committed types up to date; otherwise run `npm run generate -w @causeway/client`', async () => {
  const committed = readFileSync(new URL('./contract.generated.ts', import.meta.url), 'utf8');
  expect((await generateContract()) === committed).toBe(true);
});

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadContract } from './contract/contract.ts';
import { createPathTable } from './path-table.ts';

const contract = loadContract(fileURLToPath(new URL('../../openapi/causeway.yaml', import.meta.url)));
const methodsOf = createPathTable([...contract.operations.values()]);

it.each([
  ['/v1/entities', ['GET', 'POST']],
  ['/v1/transactions/sync', ['GET']],
  ['/v1/transactions/anything', ['GET']],
  ['/v1/webhooks/x', ['DELETE', 'GET', 'PATCH']],
  ['/v1/webhooks/', []],
  ['/v1/webhooks/x/', []],
  ['/v1', []],
])('knows the methods of %s', (path, methods) => {
  expect([...methodsOf(path)].sort()).toEqual(methods);
});

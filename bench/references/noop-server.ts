import { defineOperation } from '../../src/api/operation.ts';
import { syncTransactions } from '../../src/api/routes/transactions/sync-transactions.ts';
import { answerParent } from '../../test/support/processes/child.ts';
import { type ProductApiConfig, serveOperations } from './product-api.ts';

/** Asks for a key and a scope like the stream, and then does nothing. Borrows the place of an operation of the contract. */
const noop = defineOperation('listEntities', {
  handle: (_input, { requestId }) => ({ status: 200, rawJson: `{"data":[],"meta":{"requestId":"${requestId}"}}` }),
});
const NOOP_PATH = '/v1/entities';

/** The product's app with the stream and, on the same server, a route that does nothing. */
answerParent<ProductApiConfig, { readonly url: string; readonly noopPath: string }>(async (config) => {
  const { url } = await serveOperations(config, [syncTransactions, noop]);
  return { hello: { url, noopPath: NOOP_PATH } };
});

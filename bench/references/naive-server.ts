import { defineOperation } from '../../src/api/operation.ts';
import { cursorAt, findStart } from '../../src/api/streams/stream-page.ts';
import { getStreamHead } from '../../src/store/transactions/transaction-stream.ts';
import { answerParent } from '../../test/support/processes/child.ts';
import { listNaiveRows, type NaiveRow } from './naive-table.ts';
import { type ProductApiConfig, serveOperations } from './product-api.ts';

/**
 * The stream as one would write it first: select the columns, make objects of them, and leave the rest to the framework's
 * serialiser. Authentication and cursors are the product's.
 */
const naiveSync = defineOperation('syncTransactions', {
  async handle({ query }, { parts, principal, requestId }) {
    const request = { principal, accountId: null, connectionId: null, selection: null };
    const start = await findStart({ cursor: query.cursor, beginning: query.from !== undefined }, request, parts);
    if ('refused' in start) return start;
    const rows = await listNaiveRows(parts.sql, principal, start.position, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const hasMore = rows.length > query.limit;
    const position = hasMore
      ? (page.at(-1)?.lastPosition ?? start.position)
      : await getStreamHead(parts.sql, principal);
    return {
      status: 200,
      body: {
        events: page.map((row) => presentRow(row, start.since)),
        nextCursor: cursorAt({ ...start, position }, request, parts),
        hasMore,
        meta: { requestId },
      },
    };
  },
});

function presentRow(row: NaiveRow, since: bigint) {
  const { eventId, eventAt, firstPosition, lastPosition, removedReason, replacedById, ...transaction } = row;
  if (removedReason === null)
    return { eventId, eventAt, type: firstPosition > since ? 'added' : 'modified', transaction } as const;
  const { id: transactionId, accountId, connectionId } = row;
  const gone = { transactionId, accountId, connectionId, reason: removedReason, replacedByTransactionId: replacedById };
  return { eventId, eventAt, type: 'removed', ...gone } as const;
}

answerParent<ProductApiConfig, { readonly url: string }>(async (config) => ({
  hello: await serveOperations(config, [naiveSync]),
}));

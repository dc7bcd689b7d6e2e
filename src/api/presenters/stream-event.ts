import type { StreamRow } from '../../store/transactions/transaction-stream.ts';
import type { FieldSelection } from '../lists/fields.ts';
import { presentTransactionBody } from './transaction.ts';

/**
 * One change as JSON text. What appeared after the client's catch-up began is `added`, what it may have known is
 * `modified`; what is gone is `removed` without exception, because the list may have given it to the client.
 */
export function presentStreamEvent(row: StreamRow, since: bigint, selection: FieldSelection | null): string {
  const head = `{${row.eventHead}`;
  if (row.removedReason === null) {
    const type = row.firstPosition > since ? 'added' : 'modified';
    return `${head}"type":"${type}","transaction":${presentTransactionBody(row.body, selection)}}`;
  }
  const rest = JSON.stringify({
    type: 'removed',
    transactionId: row.id,
    accountId: row.accountId,
    connectionId: row.connectionId,
    reason: row.removedReason,
    replacedByTransactionId: row.replacedById,
  });
  return head + rest.slice(1);
}

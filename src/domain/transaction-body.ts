import { CONTENT_FIELDS, type Transaction } from './transaction.ts';

/**
 * The transaction as JSON text exactly as the API sends it: every key of the contract in the contract's order. Rendered
 * once, when the transaction changes, and sent untouched from then on.
 */
export function renderTransaction(transaction: Transaction): string {
  const { id, connectionId, accountId, updatedAt, status, postedDate } = transaction;
  const rest = CONTENT_FIELDS.filter((field) => field !== 'status' && field !== 'postedDate');
  return JSON.stringify({
    id,
    connectionId,
    accountId,
    status,
    postedDate,
    updatedAt,
    ...Object.fromEntries(rest.map((field) => [field, transaction[field]])),
  });
}

import type { Transaction } from './transaction.ts';

/**
 * The transaction as JSON text exactly as the API sends it: every key of the contract in the contract's order. Rendered
 * once, when the transaction changes, and sent untouched from then on.
 */
export function renderTransaction(transaction: Transaction): string {
  // In the contract's order; written out, because this is done for every row of every first sync.
  return JSON.stringify({
    id: transaction.id,
    connectionId: transaction.connectionId,
    accountId: transaction.accountId,
    status: transaction.status,
    postedDate: transaction.postedDate,
    updatedAt: transaction.updatedAt,
    amount: transaction.amount,
    currency: transaction.currency,
    entryType: transaction.entryType,
    description: transaction.description,
    rail: transaction.rail,
    rawDescription: transaction.rawDescription,
    paymentReference: transaction.paymentReference,
    bankReference: transaction.bankReference,
    baiCode: transaction.baiCode,
    category: transaction.category,
    subcategory: transaction.subcategory,
    mcc: transaction.mcc,
    merchantName: transaction.merchantName,
    counterpartyName: transaction.counterpartyName,
    counterpartyAccountMasked: transaction.counterpartyAccountMasked,
  } satisfies Transaction);
}

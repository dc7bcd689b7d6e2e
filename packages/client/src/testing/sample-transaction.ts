import type { Transaction } from '../wire.ts';

/** A complete transaction; whatever does not matter to a test has a value of no meaning. */
export function sampleTransaction(id: string, changes: Partial<Transaction> = {}): Transaction {
  return {
    id,
    connectionId: 'connection-1',
    accountId: 'account-1',
    status: 'posted',
    postedDate: '2026-11-19',
    updatedAt: '2026-11-20T06:02:11.482Z',
    amount: '-1250.00',
    currency: 'USD',
    entryType: 'debit',
    description: 'Northwind Paper Co invoice 88213',
    rail: 'ach',
    rawDescription: null,
    paymentReference: null,
    bankReference: null,
    baiCode: null,
    category: null,
    subcategory: null,
    mcc: null,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccountMasked: null,
    ...changes,
  };
}

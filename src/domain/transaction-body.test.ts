import { describe, expect, it } from 'vitest';
import { CONTENT_FIELDS, changedFields, entryTypeOf, type Transaction } from './transaction.ts';
import { renderTransaction } from './transaction-body.ts';
import { calendarDate } from './values/calendar-date.ts';

const TRANSACTION: Transaction = {
  updatedAt: '2026-11-20T06:02:11.482Z',
  accountId: 'account-1',
  connectionId: 'connection-1',
  id: 'transaction-1',
  status: 'posted',
  postedDate: calendarDate('2026-11-19'),
  amount: '-12.50',
  currency: 'USD',
  entryType: 'debit',
  description: 'COFFEE "TO GO" \u2028 \u{1F370}',
  rail: 'card',
  rawDescription: 'COFFEE  "TO GO"',
  paymentReference: null,
  bankReference: 'B1',
  baiCode: null,
  category: null,
  subcategory: null,
  mcc: '5814',
  merchantName: null,
  counterpartyName: null,
  counterpartyAccountMasked: '****4410',
};

describe('the body of a transaction', () => {
  it('is JSON with every key of the contract, nulls included, in one fixed order', () => {
    const body = renderTransaction(TRANSACTION);
    expect(JSON.parse(body)).toEqual(TRANSACTION);
    expect(Object.keys(JSON.parse(body))).toEqual([
      'id',
      'connectionId',
      'accountId',
      'status',
      'postedDate',
      'updatedAt',
      ...CONTENT_FIELDS.filter((field) => field !== 'status' && field !== 'postedDate'),
    ]);
    const shuffled = Object.fromEntries(Object.entries(TRANSACTION).reverse()) as unknown as Transaction; // The same keys in another order.
    expect(renderTransaction(shuffled)).toBe(body);
  });

  it('shows nothing but the contract, whatever else the object carries', () => {
    const carrying = { ...TRANSACTION, matchKey: 'secret', sourceId: 'secret' };
    expect(renderTransaction(carrying)).toBe(renderTransaction(TRANSACTION));
  });
});

describe('changed fields', () => {
  it('are none between equal contents and named in contract order otherwise', () => {
    expect(changedFields(TRANSACTION, { ...TRANSACTION })).toEqual([]);
    expect(changedFields(TRANSACTION, { ...TRANSACTION, mcc: null, status: 'pending', amount: '-13.00' })).toEqual([
      'status',
      'amount',
      'mcc',
    ]);
  });

  it('include every field that a client can see', () => {
    for (const field of CONTENT_FIELDS)
      expect(changedFields(TRANSACTION, { ...TRANSACTION, [field]: 'another' }), field).toEqual([field]);
  });
});

it('takes the direction of an amount from its sign, and zero for money in', () => {
  expect(['-0.01', '0.00', '0.01'].map(entryTypeOf)).toEqual(['debit', 'credit', 'credit']);
});

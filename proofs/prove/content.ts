import type { NormalisedRow } from '../../src/domain/observation.ts';
import { entryTypeOf, type TransactionContent } from '../../src/domain/transaction.ts';
import { calendarDate } from '../../src/domain/values/calendar-date.ts';
import type { PutOp } from './journal.ts';

/** Everything that a client must see of a row in this state; the journal holds what cannot be worked out. */
export function contentOf(op: Pick<PutOp, 'key' | 'revision' | 'amount' | 'status' | 'day'>): TransactionContent {
  return {
    status: op.status,
    postedDate: op.status === 'posted' ? calendarDate(op.day) : null,
    amount: op.amount,
    currency: 'EUR',
    entryType: entryTypeOf(op.amount),
    description: `Ref ${op.key} r${op.revision}`,
    rail: 'sepaCredit',
    rawDescription: `Ref  ${op.key}  r${op.revision}  "quoted" \\ ü €`,
    paymentReference: op.revision % 2 === 0 ? `RF${op.revision}` : null,
    bankReference: op.key,
    baiCode: null,
    category: null,
    subcategory: null,
    mcc: null,
    merchantName: null,
    counterpartyName: 'Test Counterparty',
    counterpartyAccountMasked: null,
  };
}

/** The revision that a row's description tells. */
export function revisionOf(description: string): number {
  return Number(/ r(\d+)$/.exec(description)?.[1] ?? Number.NaN);
}

/** The row as the store takes it. */
export function rowOf(op: PutOp): NormalisedRow {
  return {
    sourceId: op.key,
    pendingDate: calendarDate(op.day),
    valueDate: null,
    content: contentOf(op),
    matchKey: op.key,
    location: null,
  };
}

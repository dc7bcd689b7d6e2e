import type { CalendarDate } from './values/calendar-date.ts';
import type { Instant } from './values/instant.ts';

export type TransactionStatus = 'pending' | 'posted';
export type EntryType = 'credit' | 'debit';
export type Rail =
  | 'internalTransfer'
  | 'card'
  | 'ach'
  | 'sepaCredit'
  | 'sepaDebit'
  | 'wire'
  | 'swift'
  | 'fasterPayments'
  | 'check'
  | 'cash'
  | 'crypto'
  | 'other'
  | 'unknown';

/**
 * Everything of a transaction that a client can see and that a bank can change. `amount` is canonical decimal text,
 * signed (money in is positive); the keys stand in the order in which the contract shows them.
 */
export interface TransactionContent {
  readonly status: TransactionStatus;
  readonly postedDate: CalendarDate | null;
  readonly amount: string;
  readonly currency: string;
  readonly entryType: EntryType;
  readonly description: string;
  readonly rail: Rail;
  readonly rawDescription: string | null;
  readonly paymentReference: string | null;
  readonly bankReference: string | null;
  readonly baiCode: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly mcc: string | null;
  readonly merchantName: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccountMasked: string | null;
}

export type ContentField = keyof TransactionContent;

/** A transaction as clients see it. */
export interface Transaction extends TransactionContent {
  readonly id: string;
  readonly connectionId: string;
  readonly accountId: string;
  readonly updatedAt: Instant;
}

export type RemovalReason =
  | 'pendingExpired'
  | 'replaced'
  | 'withdrawnByBank'
  | 'duplicateMerged'
  | 'accountClosed'
  | 'entityDeleted';

export const CONTENT_FIELDS: readonly ContentField[] = [
  'status',
  'postedDate',
  'amount',
  'currency',
  'entryType',
  'description',
  'rail',
  'rawDescription',
  'paymentReference',
  'bankReference',
  'baiCode',
  'category',
  'subcategory',
  'mcc',
  'merchantName',
  'counterpartyName',
  'counterpartyAccountMasked',
];

/** Names of the fields in which the two differ, in contract order. Empty means that no client could see a change. */
export function changedFields(before: TransactionContent, after: TransactionContent): ContentField[] {
  return CONTENT_FIELDS.filter((field) => before[field] !== after[field]);
}

/** Direction of a signed canonical amount. Zero counts as credit, as most banks print it. */
export function entryTypeOf(amount: string): EntryType {
  return amount.startsWith('-') ? 'debit' : 'credit';
}

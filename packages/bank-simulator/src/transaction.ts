import type { CalendarDate, Instant } from './calendar.ts';

/** The way the money takes. */
export type TransactionRail = 'card' | 'ach' | 'wire' | 'sepa' | 'check' | 'book' | 'fee' | 'interest';

/** What a transaction is about; it stays the same for life. */
export interface TransactionDetails {
  readonly rail: TransactionRail;
  /** The text once posted. */
  readonly text: string;
  readonly customerReference: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly baiCode: string | null;
  readonly mcc: string | null;
  readonly merchantName: string | null;
}

/**
 * How one true transaction comes from another: a second, equal purchase; a refund; a booking turned round; the other
 * leg of a transfer; one item of a batch that was shown as a total.
 */
export interface TransactionRelation {
  readonly kind: 'repeatOf' | 'refundOf' | 'reversalOf' | 'otherLegOf' | 'partOf';
  readonly transactionId: string;
}

/**
 * How a transaction ends: it posts under a booking date, its authorisation expires, or it was the total of a batch and
 * gives way to its items.
 */
export type PlannedOutcome =
  | {
      readonly kind: 'posts';
      readonly atMs: number;
      readonly bookingDate: CalendarDate;
      readonly valueDate: CalendarDate;
    }
  | { readonly kind: 'expires' | 'splits'; readonly atMs: number };

/** The whole life of a transaction, decided before it begins. Amounts are signed minor units, credit positive. */
export interface PlannedTransaction {
  readonly id: string;
  readonly accountId: string;
  readonly details: TransactionDetails;
  readonly relation: TransactionRelation | null;
  /** When it shows as pending; null when it posts without having been pending. */
  readonly authoriseAtMs: number | null;
  /** The amount while pending. */
  readonly heldMinor: bigint;
  /** The amount that posts. */
  readonly amountMinor: bigint;
  /** Whether its text while pending is another than once posted; the institution's habit says which. */
  readonly isRetexted: boolean;
  readonly outcome: PlannedOutcome;
  /** When the bank takes the posted row back; null when it stays. */
  readonly withdrawAtMs: number | null;
  /** What comes of it once it has posted: its reversal, its refund. Nothing comes of it when it never posts. */
  readonly followUps: readonly PlannedTransaction[];
  /** Items of a batch, which take the place of this total when it splits or is taken back. */
  readonly parts: readonly PlannedTransaction[];
}

/** One account's transaction inside the bank: what is planned, and what has happened so far (null: not yet). */
export interface TransactionRecord {
  plan: PlannedTransaction;
  /** Grows with every change of plan, so that events of an older plan are known and ignored. */
  planVersion: number;
  authorisedAtMs: number | null;
  expiredAtMs: number | null;
  splitAtMs: number | null;
  posting: Posting | null;
  withdrawnAtMs: number | null;
}

/** The booking of a transaction in the ledger. */
export interface Posting {
  readonly atMs: number;
  readonly bookingDate: CalendarDate;
  readonly valueDate: CalendarDate;
  readonly amountMinor: bigint;
}

/** One true transaction with its life so far. Amounts are signed minor units of `currency`, credit positive. */
export interface TrueTransaction {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly details: TransactionDetails;
  readonly relation: TransactionRelation | null;
  readonly status: 'pending' | 'posted' | 'expired' | 'split' | 'withdrawn';
  readonly authorisedAt: Instant | null;
  /** The amount while pending; null when it never was. */
  readonly heldMinor: bigint | null;
  readonly expiredAt: Instant | null;
  /** When the pending total of a batch gave way to its items. */
  readonly splitAt: Instant | null;
  readonly postedAt: Instant | null;
  readonly bookingDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  readonly postedMinor: bigint | null;
  readonly withdrawnAt: Instant | null;
  /** The lasting ids under which the bank shows it while pending and once posted; null where it shows none that lasts. */
  readonly rowIds: { readonly pending: string | null; readonly posted: string | null };
}

/** Whether the record is pending at a moment. */
export function isPendingAt(record: TransactionRecord, atMs: number): boolean {
  return (
    hasHappened(record.authorisedAtMs, atMs) &&
    !hasHappened(record.expiredAtMs, atMs) &&
    !hasHappened(record.splitAtMs, atMs) &&
    !hasHappened(record.posting?.atMs ?? null, atMs)
  );
}

/** The posting that stands in the ledger at a moment, or null when it is not booked yet, or taken back. */
export function findPostingAt(record: TransactionRecord, atMs: number): Posting | null {
  if (record.posting === null || record.posting.atMs > atMs || hasHappened(record.withdrawnAtMs, atMs)) return null;
  return record.posting;
}

function hasHappened(eventMs: number | null, atMs: number): boolean {
  return eventMs !== null && eventMs <= atMs;
}

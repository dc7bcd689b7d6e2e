import type { ActivityPlan } from './activities/activity-plan.ts';
import { findPostingAt, isPendingAt, type TransactionRecord } from './transaction.ts';

/** One account of the simulated company and what goes on in it. */
export interface AccountPlan {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly type: 'checking' | 'savings';
  readonly currency: string;
  readonly routingNumber: string | null;
  readonly bic: string | null;
  readonly openingMinor: bigint;
  readonly activities: readonly ActivityPlan[];
}

/** How long a bank goes on listing an account that was closed. */
const CLOSED_LISTED_MS = 30 * 86_400_000;

/** Everything that has happened in one account. Balances are never stored; they follow from the records. */
export class AccountBook {
  readonly plan: AccountPlan;
  /** From when the bank lists the account. */
  readonly openedAtMs: number;
  /** When it was closed: from then on nothing happens in it. Null while it is open. */
  closedAtMs: number | null = null;
  /** The moments at which the bank gave all its rows new ids. */
  readonly idsReissuedAtMs: number[] = [];
  /** The moments at which the bank gave it another number, and the number, in their order. */
  readonly renumberings: { readonly atMs: number; readonly number: string }[] = [];
  /** All records that have begun, in the order in which they began. */
  readonly begun: TransactionRecord[] = [];
  readonly #byId = new Map<string, TransactionRecord>();
  /** All records that have ever posted, by booking date, then posting time, then id. */
  readonly posted: TransactionRecord[] = [];

  constructor(plan: AccountPlan, openedAtMs: number) {
    this.plan = plan;
    this.openedAtMs = openedAtMs;
  }

  isClosedAt(atMs: number): boolean {
    return this.closedAtMs !== null && this.closedAtMs <= atMs;
  }

  /** The number under which the bank lists it. */
  numberAt(atMs: number): string {
    return this.renumberings.findLast((each) => each.atMs <= atMs)?.number ?? this.plan.number;
  }

  /** Open accounts are listed, and closed ones for a while. */
  isListedAt(atMs: number): boolean {
    return this.openedAtMs <= atMs && (this.closedAtMs === null || atMs < this.closedAtMs + CLOSED_LISTED_MS);
  }

  /** Files a record that has just begun. */
  insertBegun(record: TransactionRecord): void {
    this.begun.push(record);
    this.#byId.set(record.plan.id, record);
  }

  /** The record of a transaction that has begun in this account, or null. */
  find(transactionId: string): TransactionRecord | null {
    return this.#byId.get(transactionId) ?? null;
  }

  /** Files a record that has just posted. Back-dated rows go to their place in the past. */
  insertPosted(record: TransactionRecord): void {
    let index = this.posted.length;
    for (; index > 0; index -= 1) {
      const before = this.posted[index - 1];
      if (before === undefined || compareBooking(before, record) <= 0) break;
    }
    this.posted.splice(index, 0, record);
  }

  /** Opening balance plus everything posted at that moment, in minor units. */
  ledgerMinorAt(atMs: number): bigint {
    return this.posted.reduce(
      (sum, record) => sum + (findPostingAt(record, atMs)?.amountMinor ?? 0n),
      this.plan.openingMinor,
    );
  }

  /** Ledger balance less open debits, in minor units. Open credits do not count before they post. */
  availableMinorAt(atMs: number): bigint {
    return this.listPendingAt(atMs).reduce(
      (sum, { plan }) => (plan.heldMinor < 0n ? sum + plan.heldMinor : sum),
      this.ledgerMinorAt(atMs),
    );
  }

  /** Records that are pending at that moment, in the order in which they were authorised. */
  listPendingAt(atMs: number): TransactionRecord[] {
    return this.begun.filter((record) => isPendingAt(record, atMs));
  }
}

function compareBooking(one: TransactionRecord, other: TransactionRecord): number {
  if (one.posting === null || other.posting === null) throw new Error('only a posted record has a place in the ledger');
  return (
    compareText(one.posting.bookingDate, other.posting.bookingDate) ||
    one.posting.atMs - other.posting.atMs ||
    compareText(one.plan.id, other.plan.id)
  );
}

/** By code unit and not by locale, so that every machine sorts the same. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

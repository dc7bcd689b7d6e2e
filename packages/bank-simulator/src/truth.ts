import type { AccountBook } from './account.ts';
import { type Instant, toInstant } from './calendar.ts';
import { deriveRowId, type View } from './show.ts';
import type { TransactionRecord, TrueTransaction } from './transaction.ts';

/** What is true at a moment, whatever the bank shows. Amounts are minor units. */
export interface Truth {
  readonly at: Instant;
  readonly accounts: readonly TrueAccount[];
  /** Every transaction that has begun, by account, in the order in which they began. */
  readonly transactions: readonly TrueTransaction[];
}

/** An account's true balances: ledger is opening plus posted; available is ledger less open debits. */
export interface TrueAccount {
  readonly accountId: string;
  readonly currency: string;
  readonly openingMinor: bigint;
  readonly ledgerMinor: bigint;
  readonly availableMinor: bigint;
}

/** Tells the truth about all accounts as of the present moment of the bank. */
export function tellTruth(books: Iterable<AccountBook>, nowMs: number, eyes: Pick<View, 'seed' | 'style'>): Truth {
  const all = [...books];
  return {
    at: toInstant(nowMs),
    accounts: all.map((book) => ({
      accountId: book.plan.id,
      currency: book.plan.currency,
      openingMinor: book.plan.openingMinor,
      ledgerMinor: book.ledgerMinorAt(nowMs),
      availableMinor: book.availableMinorAt(nowMs),
    })),
    transactions: all.flatMap((book) => book.begun.map((record) => tellTransaction(record, book.plan.currency, eyes))),
  };
}

function tellTransaction(
  record: TransactionRecord,
  currency: string,
  eyes: Pick<View, 'seed' | 'style'>,
): TrueTransaction {
  const { plan, posting, authorisedAtMs } = record;
  return {
    id: plan.id,
    accountId: plan.accountId,
    currency,
    details: plan.details,
    relation: plan.relation,
    status: statusOf(record),
    authorisedAt: toInstantOrNull(authorisedAtMs),
    heldMinor: authorisedAtMs === null ? null : plan.heldMinor,
    expiredAt: toInstantOrNull(record.expiredAtMs),
    postedAt: toInstantOrNull(posting?.atMs ?? null),
    bookingDate: posting?.bookingDate ?? null,
    valueDate: posting?.valueDate ?? null,
    postedMinor: posting?.amountMinor ?? null,
    withdrawnAt: toInstantOrNull(record.withdrawnAtMs),
    rowIds: {
      pending: authorisedAtMs === null ? null : deriveRowId(plan.id, 'pending', eyes),
      posted: posting === null ? null : deriveRowId(plan.id, 'posted', eyes),
    },
  };
}

function statusOf(record: TransactionRecord): TrueTransaction['status'] {
  if (record.withdrawnAtMs !== null) return 'withdrawn';
  if (record.posting !== null) return 'posted';
  return record.expiredAtMs !== null ? 'expired' : 'pending';
}

function toInstantOrNull(epochMs: number | null): Instant | null {
  return epochMs === null ? null : toInstant(epochMs);
}

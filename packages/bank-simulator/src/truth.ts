import type { AccountBook } from './account.ts';
import { type Instant, toInstant } from './calendar.ts';
import { deriveLastingId } from './show/row-id.ts';
import type { Eyes, View } from './show/view.ts';
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
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly openingMinor: bigint;
  readonly ledgerMinor: bigint;
  readonly availableMinor: bigint;
}

/** Tells the truth about all accounts as of the present moment of the bank. */
export function tellTruth(books: Iterable<AccountBook>, nowMs: number, eyes: Eyes): Truth {
  const all = [...books];
  return {
    at: toInstant(nowMs),
    accounts: all.map((book) => ({
      accountId: book.plan.id,
      currency: book.plan.currency,
      openedAt: toInstant(book.openedAtMs),
      closedAt: toInstantOrNull(book.closedAtMs),
      openingMinor: book.plan.openingMinor,
      ledgerMinor: book.ledgerMinorAt(nowMs),
      availableMinor: book.availableMinorAt(nowMs),
    })),
    transactions: all.flatMap((book) =>
      book.begun.map((record) => tellTransaction(record, { ...eyes, book, atMs: nowMs })),
    ),
  };
}

/** A transaction that the bank showed and shows no more. */
export interface TrueRemoval {
  readonly transactionId: string;
  readonly accountId: string;
  readonly at: Instant;
  readonly kind: 'expired' | 'split' | 'withdrawn';
  /** Items that took the place of a batch. */
  readonly partIds: readonly string[];
}

/** A pending row that became a posted one. */
export interface TruePosting {
  readonly transactionId: string;
  readonly accountId: string;
  readonly at: Instant;
  readonly rowIds: TrueTransaction['rowIds'];
}

/** What was removed and when, in the order of the transactions. */
export function listRemovals({ transactions }: Truth): TrueRemoval[] {
  const partsOf = new Map<string, string[]>();
  for (const { id, relation } of transactions) {
    if (relation?.kind !== 'partOf') continue;
    partsOf.set(relation.transactionId, [...(partsOf.get(relation.transactionId) ?? []), id]);
  }
  return transactions.flatMap(({ id, accountId, status, expiredAt, splitAt, withdrawnAt }): TrueRemoval[] => {
    const at = expiredAt ?? splitAt ?? withdrawnAt;
    if (at === null || status === 'pending' || status === 'posted') return [];
    return [{ transactionId: id, accountId, at, kind: status, partIds: partsOf.get(id) ?? [] }];
  });
}

/** Which pending rows became which posted ones, in the order of the transactions. */
export function listPostings({ transactions }: Truth): TruePosting[] {
  return transactions.flatMap(({ id, accountId, authorisedAt, postedAt, rowIds }) =>
    authorisedAt === null || postedAt === null ? [] : [{ transactionId: id, accountId, at: postedAt, rowIds }],
  );
}

function tellTransaction(record: TransactionRecord, eyes: Eyes & Pick<View, 'book' | 'atMs'>): TrueTransaction {
  const { plan, posting, authorisedAtMs } = record;
  return {
    id: plan.id,
    accountId: plan.accountId,
    currency: eyes.book.plan.currency,
    details: plan.details,
    relation: plan.relation,
    status: statusOf(record),
    authorisedAt: toInstantOrNull(authorisedAtMs),
    heldMinor: authorisedAtMs === null ? null : plan.heldMinor,
    expiredAt: toInstantOrNull(record.expiredAtMs),
    splitAt: toInstantOrNull(record.splitAtMs),
    postedAt: toInstantOrNull(posting?.atMs ?? null),
    bookingDate: posting?.bookingDate ?? null,
    valueDate: posting?.valueDate ?? null,
    postedMinor: posting?.amountMinor ?? null,
    withdrawnAt: toInstantOrNull(record.withdrawnAtMs),
    rowIds: {
      pending: authorisedAtMs === null ? null : deriveLastingId(plan.id, 'pending', eyes),
      posted: posting === null ? null : deriveLastingId(plan.id, 'posted', eyes),
    },
  };
}

function statusOf(record: TransactionRecord): TrueTransaction['status'] {
  if (record.withdrawnAtMs !== null) return 'withdrawn';
  if (record.posting !== null) return 'posted';
  if (record.splitAtMs !== null) return 'split';
  return record.expiredAtMs !== null ? 'expired' : 'pending';
}

function toInstantOrNull(epochMs: number | null): Instant | null {
  return epochMs === null ? null : toInstant(epochMs);
}

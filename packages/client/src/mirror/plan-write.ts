import type { Transaction } from '../wire.ts';
import { type AccountSum, addHash, EMPTY_SUM, hashTransaction, subtractHash } from './checksum.ts';
import type { MirrorWrite } from './storage.ts';

/** What is known of a row that is stored. */
export interface HeldRow {
  readonly accountId: string;
  readonly hash: string;
}

/** A row to store. */
export interface HashedRow extends HeldRow {
  readonly transaction: Transaction;
}

/** Change of the sums per account: relative to what they were. */
export type SumChanges = Map<string, AccountSum>;

/** Ids that a step touches, of which the held rows have to be looked up before it can be planned. */
export function touchedIds({ upserts, removals }: Pick<MirrorWrite, 'upserts' | 'removals'>): string[] {
  return [...upserts.map(({ id }) => id), ...removals];
}

/** Rows with their hashes, and how the sums change when they take the place of those that are held. */
export function planWrite(
  { upserts, removals }: Pick<MirrorWrite, 'upserts' | 'removals'>,
  held: ReadonlyMap<string, HeldRow>,
): { readonly rows: HashedRow[]; readonly changes: SumChanges } {
  const changes: SumChanges = new Map();
  const rows = upserts.map((transaction) => ({
    transaction,
    accountId: transaction.accountId,
    hash: hashTransaction(transaction),
  }));
  for (const id of touchedIds({ upserts, removals })) {
    const row = held.get(id);
    if (row !== undefined) takeOut(changes, row);
  }
  for (const row of rows) changes.set(row.accountId, addHash(changes.get(row.accountId) ?? EMPTY_SUM, row.hash));
  return { rows, changes };
}

/** Notes that a row leaves its account. */
export function takeOut(changes: SumChanges, { accountId, hash }: HeldRow): void {
  changes.set(accountId, subtractHash(changes.get(accountId) ?? EMPTY_SUM, hash));
}

/** A sum after a change. */
export function applyChange(sum: AccountSum, change: AccountSum): AccountSum {
  const added = addHash({ count: 0, sum: sum.sum }, change.sum.toString(16));
  return { count: sum.count + change.count, sum: added.sum };
}

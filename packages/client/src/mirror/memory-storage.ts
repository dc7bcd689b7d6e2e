import type { Transaction } from '../wire.ts';
import type { AccountSum } from './checksum.ts';
import { EMPTY_SUM } from './checksum.ts';
import { applyChange, type HashedRow, planWrite, type SumChanges, takeOut } from './plan-write.ts';
import { MirrorConflictError, type MirrorState, type MirrorStorage } from './storage.ts';

/** A mirror in memory, for tests and small tools. */
export interface MemoryStorage extends MirrorStorage {
  /** The rows by id. */
  readonly rows: ReadonlyMap<string, Transaction>;
}

/** A mirror in memory: for tests, and for programs that build it anew at each start. */
export function createMemoryStorage(): MemoryStorage {
  let state: MirrorState | null = null;
  const rows = new Map<string, HashedRow & { readonly generation: number }>();
  const sums = new Map<string, AccountSum>();

  const applyChanges = (changes: SumChanges) => {
    for (const [accountId, change] of changes) {
      const sum = applyChange(sums.get(accountId) ?? EMPTY_SUM, change);
      if (sum.count === 0) sums.delete(accountId);
      else sums.set(accountId, sum);
    }
  };

  return {
    get rows() {
      return new Map([...rows].map(([id, { transaction }]) => [id, transaction]));
    },
    load: async () => state,
    write: async (step) => {
      if ((state?.revision ?? null) !== step.expectedRevision) throw new MirrorConflictError();
      const { rows: fresh, changes } = planWrite(step, rows);
      for (const id of step.removals) rows.delete(id);
      for (const row of fresh) rows.set(row.transaction.id, { ...row, generation: step.state.generation });
      if (step.sweep)
        for (const [id, row] of rows)
          if (row.generation < step.state.generation) {
            takeOut(changes, row);
            rows.delete(id);
          }
      applyChanges(changes);
      state = step.state;
    },
    listAccountSums: async () => new Map(sums),
    listRows: async (accountId, { afterId, limit }) =>
      [...rows.values()]
        .map(({ transaction }) => transaction)
        .filter((transaction) => transaction.accountId === accountId && (afterId === null || transaction.id > afterId))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    close: async () => undefined,
  };
}

import type { ContentChange } from '../../domain/balances/day-totals.ts';
import type { Reconciled } from './reconcile.ts';

/** What a change set takes from the rows of an account, and what it brings. */
export function contentChangeOf({ changes, mirror }: Pick<Reconciled, 'changes' | 'mirror'>): ContentChange {
  return {
    gone: [...changes.modify, ...changes.remove].flatMap(({ id }) => mirror.get(id)?.content ?? []),
    come: [...changes.add, ...changes.modify].map(({ row }) => row.content),
  };
}

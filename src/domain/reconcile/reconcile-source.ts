import type { NormalisedRow } from '../observation.ts';
import type { ChangeSet } from './change-set.ts';
import type { KnownViews, SourceName } from './merge-views.ts';
import { type ReconcileInput, reconcileAccount } from './reconcile-account.ts';
import { hasShown } from './source-views.ts';

/**
 * Decides what an observation means where files and the bank tell of one account: first against what the source has shown
 * itself, as if there were no other one, and with the rows that are left against what only the other source has shown. A
 * booking of a file can so never come between a pending row of the bank and its posting. `mirror` is what `viewMirror` gave.
 */
export function reconcileSource(input: ReconcileInput, source: SourceName, known: KnownViews): ChangeSet {
  const parts = Map.groupBy(input.mirror, ({ id }) => hasShown(id, known, source));
  const [own, others] = [parts.get(true) ?? [], parts.get(false) ?? []];
  if (others.length === 0) return reconcileAccount(input);
  if (own.length === 0) return reconcileAccount({ ...input, isOtherSource: true });
  const first = reconcileAccount({ ...input, mirror: own });
  const left = first.add.map(({ row }) => row);
  return joinChanges(first, reconcileAccount({ ...input, mirror: others, rows: left, isOtherSource: true }));
}

/** The second change set decides about the rows that the first one would have added. */
function joinChanges(first: ChangeSet, second: ChangeSet): ChangeSet {
  const isNew = new Set<NormalisedRow>(second.add.map(({ row }) => row));
  return {
    add: second.add,
    modify: [...first.modify, ...second.modify],
    remove: [...first.remove, ...second.remove],
    relearn: [...first.relearn, ...second.relearn],
    matched: [...first.matched, ...second.matched],
    deferred: [...first.deferred, ...second.deferred],
    missed: [...first.missed, ...second.missed],
    seenAgain: [...first.seenAgain, ...second.seenAgain],
    suggestions: [...first.suggestions.filter(({ row }) => isNew.has(row)), ...second.suggestions],
    warnings: [...first.warnings, ...second.warnings],
  };
}

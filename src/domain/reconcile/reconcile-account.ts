import type { SourceIdTrust } from '../institution.ts';
import type { Coverage, NormalisedRow } from '../observation.ts';
import { changedFields } from '../transaction.ts';
import type { Addition, ChangeSet, MirrorRow, Modification, ReconcileWarning } from './change-set.ts';
import type { Match } from './match.ts';
import { matchByOccurrence } from './match-by-occurrence.ts';
import { matchBySourceId } from './match-by-source-id.ts';
import { planRemovals } from './plan-removals.ts';

/**
 * Decides what one observation of one account means: which rows are known, new, changed or gone. Pure: no clock, no
 * randomness, and the order of rows makes no difference.
 *
 * `mirror` holds every live transaction that the window can touch, plus every one that carries a source id of the
 * observation; rows outside it are neither matched nor removed.
 */
export function reconcileAccount(input: {
  mirror: readonly MirrorRow[];
  rows: readonly NormalisedRow[];
  coverage: Coverage;
  sourceIds: SourceIdTrust;
}): ChangeSet {
  const byId = matchBySourceId(input.mirror, input.rows, input.sourceIds);
  const byOccurrence = matchByOccurrence(byId.mirrorLeft, byId.rowsLeft, input.sourceIds);
  const matches = [...byId.matches, ...byOccurrence.matches];
  const absence = planRemovals(byOccurrence.mirrorLeft, input.coverage);
  return {
    add: byOccurrence.rowsLeft.map((row): Addition => ({ row })),
    ...sortMatches(matches),
    remove: absence.remove,
    missed: absence.missed,
    seenAgain: matches.filter(({ mirror }) => mirror.missedReads > 0).map(({ mirror }) => mirror.id),
    warnings: [...byId.warnings, ...movedAmounts(byId.matches)],
  };
}

function sortMatches(matches: readonly Match[]): Pick<ChangeSet, 'modify' | 'relearn'> {
  const modify: Modification[] = [];
  const relearn: { id: string; row: NormalisedRow }[] = [];
  for (const { mirror, row } of matches) {
    const changed = changedFields(mirror.content, row.content);
    if (changed.length > 0) modify.push({ id: mirror.id, row, changedFields: changed });
    else if (identityGrew(mirror, row)) relearn.push({ id: mirror.id, row });
  }
  return { modify, relearn };
}

function identityGrew(mirror: MirrorRow, row: NormalisedRow): boolean {
  return mirror.matchKey !== row.matchKey || (row.sourceId !== null && !mirror.sourceIds.includes(row.sourceId));
}

/** A posted row whose amount changes under one id is legal (corrections) but rare enough to be worth a look. */
function movedAmounts(matches: readonly Match[]): ReconcileWarning[] {
  return matches.flatMap(({ mirror, row }) =>
    mirror.content.status === 'posted' && mirror.content.amount !== row.content.amount && row.sourceId !== null
      ? [{ type: 'sourceIdMovedAmount' as const, sourceId: row.sourceId, transactionId: mirror.id }]
      : [],
  );
}

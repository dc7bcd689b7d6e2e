import type { SourceIdTrust } from '../institution.ts';
import type { Coverage, NormalisedRow } from '../observation.ts';
import { changedFields } from '../transaction.ts';
import type { Addition, ChangeSet, MirrorRow, Modification, ReconcileWarning } from './change-set.ts';
import type { Match } from './match.ts';
import { matchByOccurrence } from './match-by-occurrence.ts';
import { dropRepeatedIds, matchBySourceId } from './match-by-source-id.ts';
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
  const { rows, repeated } = dropRepeatedIds(input.rows);
  const byId = matchBySourceId(input.mirror, rows, input.sourceIds);
  const byOccurrence = matchByOccurrence(byId.mirrorLeft, byId.rowsLeft, input.sourceIds);
  const matches = [...byId.matches, ...byOccurrence.matches];
  const absence = planRemovals(byOccurrence.mirrorLeft, input.coverage);
  return {
    add: byOccurrence.rowsLeft.map((row): Addition => ({ row })),
    ...sortMatches(matches, new Set(input.mirror.flatMap(({ sourceIds }) => sourceIds))),
    remove: absence.remove,
    missed: absence.missed,
    seenAgain: matches.filter(({ mirror }) => mirror.missedReads > 0).map(({ mirror }) => mirror.id),
    warnings: [...(input.sourceIds === 'stable' ? repeatedIds(repeated) : []), ...movedAmounts(byId.matches)],
  };
}

/** `owned` holds the ids that some transaction has already: the first owner of an id keeps it. */
function sortMatches(matches: readonly Match[], owned: ReadonlySet<string>): Pick<ChangeSet, 'modify' | 'relearn'> {
  const modify: Modification[] = [];
  const relearn: { id: string; row: NormalisedRow }[] = [];
  for (const { mirror, row } of matches) {
    const changed = changedFields(mirror.content, row.content);
    if (changed.length > 0) modify.push({ id: mirror.id, row, changedFields: changed });
    else if (identityGrew(mirror, row, owned)) relearn.push({ id: mirror.id, row });
  }
  return { modify, relearn };
}

function identityGrew(mirror: MirrorRow, row: NormalisedRow, owned: ReadonlySet<string>): boolean {
  return (
    mirror.matchKey !== row.matchKey ||
    (row.pendingDate !== null && row.pendingDate !== mirror.pendingDate) ||
    (row.sourceId !== null && !owned.has(row.sourceId))
  );
}

/** A bank whose ids are proven should never show one twice. */
function repeatedIds(sourceIds: readonly string[]): ReconcileWarning[] {
  return sourceIds.map((sourceId) => ({ type: 'sourceIdRepeated', sourceId }));
}

/** A posted row whose amount changes under one id is legal (corrections) but rare enough to be worth a look. */
function movedAmounts(matches: readonly Match[]): ReconcileWarning[] {
  return matches.flatMap(({ mirror, row }) =>
    mirror.content.status === 'posted' && mirror.content.amount !== row.content.amount && row.sourceId !== null
      ? [{ type: 'sourceIdMovedAmount' as const, sourceId: row.sourceId, transactionId: mirror.id }]
      : [],
  );
}

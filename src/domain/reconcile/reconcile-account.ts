import type { Coverage, NormalisedRow } from '../observation.ts';
import { type CalendarDate, calendarDate, daysBetween } from '../values/calendar-date.ts';
import type { Addition, ChangeSet, MirrorRow, Modification, ReconcileWarning } from './change-set.ts';
import { visibleChanges } from './look.ts';
import { type Match, type MatchOutcome, withoutMatches } from './match.ts';
import { findRowsWithCandidates, matchByEvidence } from './match-by-evidence.ts';
import { matchByEqualLook, matchByOccurrence } from './match-by-occurrence.ts';
import { dropRepeatedIds, isDecisive, matchByLink, matchBySourceId } from './match-by-source-id.ts';
import type { PairPolicy } from './pair-evidence.ts';
import { isProvenAbsent, planRemovals } from './plan-removals.ts';
import { suggestPairs } from './suggest-pairs.ts';

/** Everything that decides about one observation of one account. `sourceIds`: how far the ids of its rows can be trusted. */
export interface ReconcileInput extends PairPolicy {
  /**
   * Every live transaction that the window can touch, plus every one that carries a source id of the observation; rows
   * outside it are neither matched nor removed.
   */
  readonly mirror: readonly MirrorRow[];
  readonly rows: readonly NormalisedRow[];
  readonly coverage: Coverage;
  /**
   * Last day of the latest complete read of this source; where there was none, the day from which on it was read. It bounds
   * how long a row without a day is kept back. Left out: no bound.
   */
  readonly wholeThrough?: CalendarDate;
}

/**
 * A row that a read which was cut leaves undecided is kept back until it is this much older than any pending row can be;
 * a source that is never read whole must not hide it.
 */
const DEFERRAL_DAYS = 7;

/**
 * Decides what one observation of one account means: which rows are known, new, changed or gone. Pure: no clock, no
 * randomness, and the order of rows makes no difference. Near-linear in mirror rows plus rows.
 *
 * A read that was cut does only what the complete read would have done as well: it removes nothing, and what the missing
 * rows could decide otherwise is deferred. Reading whole afterwards gives the same mirror as if it had never been cut.
 */
export function reconcileAccount(input: ReconcileInput): ChangeSet {
  const { rows, repeated } = dropRepeatedIds(input.rows, input.sourceIds);
  const byId = matchBySourceId(input.mirror, rows, input.sourceIds);
  const byLink = matchByLink(byId.mirrorLeft, byId.rowsLeft, input.sourceIds);
  const named = [...byId.matches, ...byLink.matches];
  const warnings = [...(isDecisive(input.sourceIds) ? warnOfRepeated(repeated) : []), ...movedAmounts(byId.matches)];
  return input.coverage.complete
    ? decideWhole({ ...input, rows }, named, byLink, warnings)
    : decideCut({ ...input, rows }, named, byLink, warnings);
}

/** After a complete read, or from a source such as a file that is whole in itself but proves no absence. */
function decideWhole(
  input: ReconcileInput,
  named: readonly Match[],
  left: MatchOutcome,
  warnings: readonly ReconcileWarning[],
): ChangeSet {
  const { mirror, rows, coverage } = input;
  const byLook = matchByOccurrence(left.mirrorLeft, left.rowsLeft, input.sourceIds);
  const renamed = matchRenamed(byLook, input);
  const byEvidence = matchByEvidence(renamed.mirrorLeft, renamed.rowsLeft, {
    ...input,
    isGone: (row) => isProvenAbsent(row, coverage),
    countAmount: createAmountCount(renamed.mirrorLeft, rows),
  });
  const matches = [...named, ...byLook.matches, ...renamed.matches, ...byEvidence.matches];
  const absence = planRemovals(byEvidence.mirrorLeft, coverage, rows);
  return {
    add: byEvidence.rowsLeft.map((row): Addition => ({ row })),
    ...sortMatches(matches, ownedIds(mirror)),
    ...absence,
    matched: listMatched(matches),
    deferred: [],
    seenAgain: listSeenAgain(matches),
    suggestions: suggestPairs(byEvidence, coverage),
    warnings,
  };
}

/**
 * Where a bank gives ids that were proven new values, every row is gone and comes again, looking the same. Should one
 * have been taken back and an equal one booked in its place, the mirror shows the same money.
 */
function matchRenamed({ mirrorLeft, rowsLeft }: MatchOutcome, { sourceIds, coverage }: ReconcileInput): MatchOutcome {
  const named = isDecisive(sourceIds) ? rowsLeft.filter(({ sourceId }) => sourceId !== null) : [];
  if (named.length === 0) return { matches: [], mirrorLeft, rowsLeft };
  const gone = mirrorLeft.filter((row) => isProvenAbsent(row, coverage));
  return withoutMatches(mirrorLeft, rowsLeft, matchByEqualLook(gone, named));
}

/** After a read that was cut. */
function decideCut(
  input: ReconcileInput,
  named: readonly Match[],
  left: MatchOutcome,
  warnings: readonly ReconcileWarning[],
): ChangeSet {
  const { mirror, sourceIds, pendingWindowDays } = input;
  const byLook = matchByOccurrence(left.mirrorLeft, left.rowsLeft, sourceIds);
  const maySettle = (row: NormalisedRow) => !isRecent(row, input, DEFERRAL_DAYS + pendingWindowDays);
  // Of a transaction that has several names the row of another one may be among those that were not read.
  const isUnclear = ({ mirror: { content, sourceIds: names }, row }: Match) =>
    names.length > 1 && visibleChanges(content, row.content).length > 0 && !maySettle(row);
  const certain = named.filter((match) => !isUnclear(match));
  const settled = byLook.changed.filter(({ row }) => maySettle(row));
  const taken = new Set([...byLook.equal, ...settled].map(({ mirror: { id } }) => id));
  const free = left.mirrorLeft.filter(({ id }) => !taken.has(id));
  const renamed = new Set(matchByEqualLook(free, byLook.rowsLeft).map(({ row }) => row));
  const candidates = findRowsWithCandidates(free, byLook.rowsLeft, input);
  const isDeferred = (row: NormalisedRow) => (candidates.has(row) || renamed.has(row)) && !maySettle(row);
  const matches = [...certain, ...byLook.equal, ...settled];
  return {
    add: byLook.rowsLeft.filter((row) => !isDeferred(row)).map((row): Addition => ({ row })),
    // Which of several look-alikes carries a new id is for the complete read to say.
    ...sortMatches([...certain, ...settled], ownedIds(mirror)),
    remove: [],
    missed: [],
    matched: listMatched(matches),
    deferred: [
      ...named.filter(isUnclear).map(({ row }) => row),
      ...byLook.changed.flatMap(({ row }) => (maySettle(row) ? [] : [row])),
      ...byLook.rowsLeft.filter(isDeferred),
    ],
    seenAgain: listSeenAgain(matches),
    suggestions: [],
    warnings,
  };
}

/** Whether a row lies so near the end of the window, or of what was read whole, that the next reads will tell what it is. */
function isRecent({ content, pendingDate }: NormalisedRow, { coverage, wholeThrough }: ReconcileInput, days: number) {
  const { to } = coverage;
  const date = content.postedDate ?? pendingDate ?? wholeThrough ?? null;
  return to !== null && (date === null || daysBetween(calendarDate(date), to) <= days);
}

function ownedIds(mirror: readonly MirrorRow[]): ReadonlySet<string> {
  const owned = new Set<string>();
  for (const { sourceIds } of mirror) for (const id of sourceIds) owned.add(id);
  return owned;
}

/** `owned` holds the ids that some transaction has already: the first owner of an id keeps it. */
function sortMatches(matches: readonly Match[], owned: ReadonlySet<string>): Pick<ChangeSet, 'modify' | 'relearn'> {
  const modify: Modification[] = [];
  const relearn: { id: string; row: NormalisedRow }[] = [];
  for (const { mirror, row } of matches) {
    const changed = visibleChanges(mirror.content, row.content);
    if (changed.length > 0) modify.push({ id: mirror.id, row, changedFields: changed });
    else if (identityGrew(mirror, row, owned)) relearn.push({ id: mirror.id, row });
  }
  return { modify, relearn };
}

function identityGrew(mirror: MirrorRow, row: NormalisedRow, owned: ReadonlySet<string>): boolean {
  return (
    mirror.matchKey !== row.matchKey ||
    (row.pendingDate !== null && row.pendingDate !== mirror.pendingDate) ||
    (mirror.valueDate !== undefined && row.valueDate !== null && mirror.valueDate !== row.valueDate) ||
    (row.sourceId !== null && !owned.has(row.sourceId))
  );
}

function listMatched(matches: readonly Match[]): ChangeSet['matched'] {
  return matches.map(({ mirror: { id }, row }) => ({ id, row }));
}

function listSeenAgain(matches: readonly Match[]): string[] {
  return matches.filter(({ mirror }) => mirror.missedReads > 0).map(({ mirror }) => mirror.id);
}

/** Counts an amount over everything shown and what is not explained by it. */
function createAmountCount(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[]) {
  let counts: Map<string, number> | null = null;
  return (amount: string, currency: string): number => {
    if (counts === null) {
      counts = new Map();
      for (const { content } of [...mirror, ...rows]) {
        const key = `${content.amount} ${content.currency}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts.get(`${amount} ${currency}`) ?? 0;
  };
}

/** A bank whose ids are proven should never show one twice. */
function warnOfRepeated(sourceIds: readonly string[]): ReconcileWarning[] {
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

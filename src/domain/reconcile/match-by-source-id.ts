import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import { changedFields } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import { type Match, type MatchOutcome, withoutMatches } from './match.ts';

/** Whether an id of an institution names its transaction, at least for as long as the status lasts. */
export function isDecisive(trust: SourceIdTrust): boolean {
  return trust === 'stable' || trust === 'stablePerStatus';
}

/**
 * Rule 2: an id that the institution proves stable names its transaction. No id stands on two of the `rows` (see
 * dropRepeatedIds), but two ids of one transaction can be shown together; then the row that changes least is it.
 */
export function matchBySourceId(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): MatchOutcome {
  if (!isDecisive(trust)) return { matches: [], mirrorLeft: mirror, rowsLeft: rows };
  const owners = indexBySourceId(mirror);
  const matches = new Map<string, Match>();
  for (const row of rows) {
    const owner = row.sourceId === null ? undefined : owners.get(row.sourceId);
    if (owner === undefined) continue;
    const rival = matches.get(owner.id);
    if (rival === undefined || isCloser(row, rival)) matches.set(owner.id, { mirror: owner, row });
  }
  return withoutMatches(mirror, rows, [...matches.values()]);
}

/**
 * Rule 4, first: a posted row that names the pending row it came from. Of two that name the same one neither is believed.
 * Ids that are reissued name nothing.
 */
export function matchByLink(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): MatchOutcome {
  const linked = isDecisive(trust) ? rows.filter(({ pendingSourceId }) => typeof pendingSourceId === 'string') : [];
  const owners = linked.length === 0 ? new Map<string, MirrorRow>() : indexBySourceId(mirror);
  const byOwner = new Map<string, Match[]>();
  for (const row of linked) {
    const owner = owners.get(row.pendingSourceId ?? '');
    if (owner === undefined || owner.content.status !== 'pending' || row.content.status !== 'posted') continue;
    const matches = byOwner.get(owner.id);
    if (matches === undefined) byOwner.set(owner.id, [{ mirror: owner, row }]);
    else matches.push({ mirror: owner, row });
  }
  return withoutMatches(mirror, rows, [...byOwner.values()].filter((matches) => matches.length === 1).flat());
}

/**
 * Rows of which no two carry one id. Where ids are decisive and all rows of an id are the same in everything, the bank has
 * shown one row several times, as on pages that overlap, and one of them stays. Any other id that stands on several names
 * none of them (exports with empty, equal or masked ids exist), so it is neither believed nor learnt.
 */
export function dropRepeatedIds(
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): {
  readonly rows: readonly NormalisedRow[];
  readonly repeated: readonly string[];
} {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { sourceId } of rows) {
    if (sourceId === null) continue;
    if (seen.has(sourceId)) repeated.add(sourceId);
    seen.add(sourceId);
  }
  if (repeated.size === 0) return { rows, repeated: [] };
  const shownAgain = isDecisive(trust) ? listShownAgain(rows, repeated) : new Set<string>();
  const kept = new Set<string>();
  const single = rows.flatMap((row) => {
    const id = row.sourceId;
    if (id === null || !repeated.has(id)) return [row];
    if (!shownAgain.has(id)) return [{ ...row, sourceId: null }];
    return kept.size < kept.add(id).size ? [row] : [];
  });
  return { rows: single, repeated: [...repeated].sort() };
}

/** Ids whose rows differ in nothing but the place where they stood. Another balance after a row makes it another booking. */
function listShownAgain(rows: readonly NormalisedRow[], repeated: ReadonlySet<string>): ReadonlySet<string> {
  const showings = new Map<string, Set<string>>();
  for (const { location: _place, ...row } of rows) {
    if (row.sourceId === null || !repeated.has(row.sourceId)) continue;
    showings.set(row.sourceId, (showings.get(row.sourceId) ?? new Set()).add(JSON.stringify(row)));
  }
  return new Set([...showings].filter(([, { size }]) => size === 1).map(([id]) => id));
}

/** Decides by the rows alone, so that their order makes no difference. */
function isCloser(row: NormalisedRow, { mirror, row: rival }: Match): boolean {
  const difference =
    changedFields(mirror.content, row.content).length - changedFields(mirror.content, rival.content).length;
  return difference === 0 ? (row.sourceId ?? '') < (rival.sourceId ?? '') : difference < 0;
}

function indexBySourceId(mirror: readonly MirrorRow[]): Map<string, MirrorRow> {
  const owners = new Map<string, MirrorRow>();
  for (const row of mirror) for (const sourceId of row.sourceIds) owners.set(sourceId, row);
  return owners;
}

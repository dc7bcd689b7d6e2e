import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import { CONTENT_FIELDS, changedFields } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import type { Match } from './match.ts';
import type { MatchOutcome } from './match-by-source-id.ts';
import { groupByMatchKey } from './match-key.ts';

type MayPair = (mirror: MirrorRow, row: NormalisedRow) => boolean;

/**
 * Rule 3, for rows without a decisive id: within one key the n-th row is the n-th occurrence. Rows of one key are equal
 * in everything that identifies them, so only their number matters; equal ones are paired first, so that no
 * modification is reported that an exchange would avoid.
 *
 * Where ids are stable, a row with an unknown id and a mirror row that already has another id are two transactions,
 * however alike they look. They are paired only where one of the two has no usable id (another kind of source).
 */
export function matchByOccurrence(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): MatchOutcome {
  const isDecisive = (row: NormalisedRow) => trust === 'stable' && row.sourceId !== null;
  const mayPair: MayPair = (candidate, row) => !isDecisive(row) || candidate.sourceIds.length === 0;
  const candidates = groupByMatchKey(mirror);
  const matches = [...groupByMatchKey(rows)].flatMap(([key, group]) =>
    pairGroup(candidates.get(key) ?? [], group, mayPair),
  );
  const takenIds = new Set(matches.map((match) => match.mirror.id));
  const takenRows = new Set(matches.map((match) => match.row));
  return {
    matches,
    mirrorLeft: mirror.filter(({ id }) => !takenIds.has(id)),
    rowsLeft: rows.filter((row) => !takenRows.has(row)),
  };
}

function pairGroup(candidates: readonly MirrorRow[], rows: readonly NormalisedRow[], mayPair: MayPair): Match[] {
  const free = [...candidates].sort((a, b) => compareText(a.id, b.id));
  const open = rows.length === 1 ? rows : [...rows].sort((a, b) => compareText(orderOf(a), orderOf(b)));
  const sameId = pair(free, open, (mirror, row) => row.sourceId !== null && mirror.sourceIds.includes(row.sourceId));
  const equal = pair(
    free,
    sameId.rowsLeft,
    (mirror, row) => mayPair(mirror, row) && changedFields(mirror.content, row.content).length === 0,
  );
  return [...sameId.matches, ...equal.matches, ...pair(free, equal.rowsLeft, mayPair).matches];
}

/** Gives each row the first free candidate that fits and takes it out of `free`. */
function pair(
  free: MirrorRow[],
  rows: readonly NormalisedRow[],
  fits: MayPair,
): { matches: Match[]; rowsLeft: NormalisedRow[] } {
  const matches: Match[] = [];
  const rowsLeft: NormalisedRow[] = [];
  for (const row of rows) {
    const index = free.findIndex((candidate) => fits(candidate, row));
    const [mirror] = index < 0 ? [] : free.splice(index, 1);
    if (mirror === undefined) rowsLeft.push(row);
    else matches.push({ mirror, row });
  }
  return { matches, rowsLeft };
}

/** An order of rows that does not depend on how the bank listed them. */
function orderOf(row: NormalisedRow): string {
  return [row.sourceId ?? '', ...CONTENT_FIELDS.map((field) => row.content[field] ?? '')].join('\u001f');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

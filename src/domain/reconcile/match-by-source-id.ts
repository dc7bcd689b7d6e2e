import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import { changedFields } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import type { Match } from './match.ts';

/** Matches found and what is left for the next rule. */
export interface MatchOutcome {
  readonly matches: readonly Match[];
  readonly mirrorLeft: readonly MirrorRow[];
  readonly rowsLeft: readonly NormalisedRow[];
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
  if (trust !== 'stable') return { matches: [], mirrorLeft: mirror, rowsLeft: rows };
  const owners = indexBySourceId(mirror);
  const matches = new Map<string, Match>();
  for (const row of rows) {
    const owner = row.sourceId === null ? undefined : owners.get(row.sourceId);
    if (owner === undefined) continue;
    const rival = matches.get(owner.id);
    if (rival === undefined || isCloser(row, rival)) matches.set(owner.id, { mirror: owner, row });
  }
  const taken = new Set([...matches.values()].map(({ row }) => row));
  return {
    matches: [...matches.values()],
    mirrorLeft: mirror.filter(({ id }) => !matches.has(id)),
    rowsLeft: rows.filter((row) => !taken.has(row)),
  };
}

/**
 * Rows of which no two carry one id: an id that stands on several names none of them (exports with empty, equal or masked
 * ids exist), so it is neither believed nor learnt.
 */
export function dropRepeatedIds(rows: readonly NormalisedRow[]): {
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
  const without = (row: NormalisedRow) =>
    row.sourceId !== null && repeated.has(row.sourceId) ? { ...row, sourceId: null } : row;
  return { rows: rows.map(without), repeated: [...repeated].sort() };
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

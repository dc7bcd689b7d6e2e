import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import type { MirrorRow, ReconcileWarning } from './change-set.ts';
import type { Match } from './match.ts';

/** Matches found and what is left for the next rule. */
export interface MatchOutcome {
  readonly matches: readonly Match[];
  readonly mirrorLeft: readonly MirrorRow[];
  readonly rowsLeft: readonly NormalisedRow[];
}

/**
 * Rule 2: an id that the institution proves stable names its transaction. An id that stands on two rows of one
 * observation names neither (exports with empty, equal or masked ids exist); those rows go to the next rule.
 */
export function matchBySourceId(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): MatchOutcome & { readonly warnings: readonly ReconcileWarning[] } {
  if (trust !== 'stable') return { matches: [], mirrorLeft: mirror, rowsLeft: rows, warnings: [] };
  const repeated = findRepeatedIds(rows);
  const owners = indexBySourceId(mirror);
  const matches: Match[] = [];
  const rowsLeft: NormalisedRow[] = [];
  const taken = new Set<string>();
  for (const row of rows) {
    const owner = row.sourceId === null || repeated.has(row.sourceId) ? undefined : owners.get(row.sourceId);
    if (owner === undefined || taken.has(owner.id)) {
      rowsLeft.push(row);
      continue;
    }
    taken.add(owner.id);
    matches.push({ mirror: owner, row });
  }
  return {
    matches,
    mirrorLeft: mirror.filter(({ id }) => !taken.has(id)),
    rowsLeft,
    warnings: [...repeated].map((sourceId) => ({ type: 'sourceIdRepeated', sourceId })),
  };
}

/** Ids that more than one row of the observation carries. */
export function findRepeatedIds(rows: readonly NormalisedRow[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { sourceId } of rows) {
    if (sourceId === null) continue;
    if (seen.has(sourceId)) repeated.add(sourceId);
    seen.add(sourceId);
  }
  return repeated;
}

function indexBySourceId(mirror: readonly MirrorRow[]): Map<string, MirrorRow> {
  const owners = new Map<string, MirrorRow>();
  for (const row of mirror) for (const sourceId of row.sourceIds) owners.set(sourceId, row);
  return owners;
}

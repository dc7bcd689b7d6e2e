import type { NormalisedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';

/** One row of the mirror and the observed row that is the same transaction. */
export interface Match {
  readonly mirror: MirrorRow;
  readonly row: NormalisedRow;
}

/** Matches found and what is left for the next rule. */
export interface MatchOutcome {
  readonly matches: readonly Match[];
  readonly mirrorLeft: readonly MirrorRow[];
  readonly rowsLeft: readonly NormalisedRow[];
}

/** An outcome of matches that were found among what was left before. */
export function withoutMatches(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  matches: readonly Match[],
): MatchOutcome {
  if (matches.length === 0) return { matches, mirrorLeft: mirror, rowsLeft: rows };
  const takenIds = new Set(matches.map(({ mirror: { id } }) => id));
  const takenRows = new Set(matches.map(({ row }) => row));
  return {
    matches,
    mirrorLeft: mirror.filter(({ id }) => !takenIds.has(id)),
    rowsLeft: rows.filter((row) => !takenRows.has(row)),
  };
}

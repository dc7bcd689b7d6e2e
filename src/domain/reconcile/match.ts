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

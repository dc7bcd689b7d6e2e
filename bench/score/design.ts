import type { Reading } from './reading.ts';

/** What a design makes of one reading of one account. */
export interface Decision {
  /** The public id that each row got, in the order of the rows. */
  readonly ids: readonly string[];
  /** Places of the rows whose transaction was reported as modified. */
  readonly modified: readonly number[];
  /** Public ids that were taken out of the mirror. */
  readonly removed: readonly string[];
}

/** A way to keep the mirror of one account. It never looks at the truth of a reading. */
export interface Design {
  decide(reading: Reading): Decision;
}

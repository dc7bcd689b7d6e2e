import type { Reading } from './reading.ts';

/** What a design makes of one reading of one account. */
export interface Decision {
  /** The public id that each row got, in the order of the rows; null for a row that is left to a later reading. */
  readonly ids: readonly (string | null)[];
  /** Places of the rows whose transaction was reported as modified. */
  readonly modified: readonly number[];
  /** Public ids that were taken out of the mirror. */
  readonly removed: readonly string[];
}

/** A way to keep the mirror of one account. It never looks at the truth of a reading. */
export interface Design {
  /** Null when the design refuses the whole reading, because it cannot be what the bank has in its books. */
  decide(reading: Reading): Decision | null;
}

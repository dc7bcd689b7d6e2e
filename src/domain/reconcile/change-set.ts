import type { NormalisedRow } from '../observation.ts';
import type { ContentField, RemovalReason, TransactionContent } from '../transaction.ts';

/** A live transaction of the mirror, as reconciliation needs it. */
export interface MirrorRow {
  readonly id: string;
  readonly content: TransactionContent;
  readonly pendingDate: string | null;
  /** Value date as last shown; left out where it is not known. */
  readonly valueDate?: string | null;
  readonly matchKey: string;
  /** Ids under which sources have shown it. */
  readonly sourceIds: readonly string[];
  /** Complete reads in a row that should have shown it and did not. */
  readonly missedReads: number;
}

/** An observed row that is no known transaction. */
export interface Addition {
  readonly row: NormalisedRow;
}

/** An observed row that is a known transaction. */
export interface MatchedRow {
  readonly id: string;
  readonly row: NormalisedRow;
}

export interface Modification extends MatchedRow {
  /** Never empty: an alias or key that alone changed is listed under `relearn`. */
  readonly changedFields: readonly ContentField[];
}

export interface Removal {
  readonly id: string;
  readonly reason: RemovalReason;
  /** The transaction that took its place; null when none did, or several. */
  readonly replacedById: string | null;
}

export type ReconcileWarning =
  | { readonly type: 'sourceIdRepeated'; readonly sourceId: string }
  | { readonly type: 'sourceIdMovedAmount'; readonly sourceId: string; readonly transactionId: string };

/**
 * Why two that may be one were kept apart. `severalCandidates`: what is known fits more than one of them.
 * `textDiffers`, `textSilent`: the amount agrees, the texts do not, or one of them says nothing. `amountDiffers`: the
 * texts agree, the amount changed. `mayStillBePending`: the source does not tell whether the pending row is gone.
 */
export type SuggestionReason =
  | 'severalCandidates'
  | 'textDiffers'
  | 'textSilent'
  | 'amountDiffers'
  | 'mayStillBePending';

/** A known transaction and a new row that may be one transaction; only a person can tell. Both are kept. */
export interface Suggestion {
  readonly transactionId: string;
  /** One of the rows under `add`. */
  readonly row: NormalisedRow;
  /** Never empty. */
  readonly reasons: readonly SuggestionReason[];
}

/** What one observation does to one account. Applying it makes the mirror equal to what the bank shows. */
export interface ChangeSet {
  readonly add: readonly Addition[];
  readonly modify: readonly Modification[];
  readonly remove: readonly Removal[];
  /** Matched rows whose hidden identity (alias, key, dates) grew; not visible to clients. */
  readonly relearn: readonly MatchedRow[];
  /** Every row that is a known transaction, changed or not. */
  readonly matched: readonly MatchedRow[];
  /**
   * Rows that are neither added nor matched. Of a read that was cut: what may be a known transaction, because what was
   * not read decides. Of a second source: one of several known transactions, of which nobody can tell which.
   */
  readonly deferred: readonly NormalisedRow[];
  /** Posted rows that a complete read did not show for the first time. */
  readonly missed: readonly string[];
  /** Rows that were missed before and are shown again. */
  readonly seenAgain: readonly string[];
  readonly suggestions: readonly Suggestion[];
  readonly warnings: readonly ReconcileWarning[];
}

/** An observation of what the mirror holds already. */
export const NO_CHANGES: ChangeSet = {
  add: [],
  modify: [],
  remove: [],
  relearn: [],
  matched: [],
  deferred: [],
  missed: [],
  seenAgain: [],
  suggestions: [],
  warnings: [],
};

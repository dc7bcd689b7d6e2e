import type { NormalisedRow } from '../observation.ts';
import type { ContentField, RemovalReason, TransactionContent } from '../transaction.ts';

/** A live transaction of the mirror, as reconciliation needs it. */
export interface MirrorRow {
  readonly id: string;
  readonly content: TransactionContent;
  readonly pendingDate: string | null;
  readonly matchKey: string;
  /** Ids under which sources have shown it. */
  readonly sourceIds: readonly string[];
  /** Complete reads in a row that should have shown it and did not. */
  readonly missedReads: number;
}

export interface Addition {
  readonly row: NormalisedRow;
}

export interface Modification {
  readonly id: string;
  readonly row: NormalisedRow;
  /** Never empty: an alias or key that alone changed is listed under `relearn`. */
  readonly changedFields: readonly ContentField[];
}

export interface Removal {
  readonly id: string;
  readonly reason: RemovalReason;
  readonly replacedById: string | null;
}

export type ReconcileWarning =
  | { readonly type: 'sourceIdRepeated'; readonly sourceId: string }
  | { readonly type: 'sourceIdMovedAmount'; readonly sourceId: string; readonly transactionId: string };

/** What one observation does to one account. Applying it makes the mirror equal to what the bank shows. */
export interface ChangeSet {
  readonly add: readonly Addition[];
  readonly modify: readonly Modification[];
  readonly remove: readonly Removal[];
  /** Matched rows whose hidden identity (alias, key, pending date) grew; not visible to clients. */
  readonly relearn: readonly { readonly id: string; readonly row: NormalisedRow }[];
  /** Posted rows that a complete read did not show for the first time. */
  readonly missed: readonly string[];
  /** Rows that were missed before and are shown again. */
  readonly seenAgain: readonly string[];
  readonly warnings: readonly ReconcileWarning[];
}

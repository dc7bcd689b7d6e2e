import type { StatedBalance } from '../../src/domain/account.ts';
import type { Coverage, NormalisedRow } from '../../src/domain/observation.ts';

/** One read of one account as every design gets it, with the truth that only the scorer looks at. */
export interface Reading {
  /** Counts the reads of the account, from 0. */
  readonly number: number;
  /** Normalised as the product does it; `location` is unique within the reading. */
  readonly rows: readonly NormalisedRow[];
  readonly coverage: Coverage;
  /** Currency of the account and of its balances. */
  readonly currency: string;
  /** Ledger balances that the bank states for the ends of the window, as a connector passes them on. */
  readonly statedBalances: readonly StatedBalance[];
  /** Whether every amount has the wrong sign. Only the scorer knows. */
  readonly signsInverted: boolean;
  /** The true transaction behind each row, in the order of the rows. */
  readonly truths: readonly string[];
  /** Whether the bank still has a transaction at the moment of the read: pending, or posted and not taken back. */
  isLive(truth: string): boolean;
}

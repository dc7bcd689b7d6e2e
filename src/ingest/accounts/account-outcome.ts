import type { Fault } from '../../domain/connection/connection-fault.ts';
import type { AccountRunResult } from '../../domain/connection/sync-run.ts';
import type { Observation } from '../../domain/observation.ts';
import type { AccountPair } from '../../domain/reconcile/account-identity.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import type { AccountKey } from '../../store/transactions/transaction-writes.ts';
import type { Reconciled } from './reconcile.ts';

/** One account of the run: what is to be written, or why nothing is. */
export type AccountOutcome =
  | { readonly kind: 'read'; readonly commit: AccountCommit; readonly fault: Fault | null }
  | {
      readonly kind: 'unread';
      readonly accountId: string;
      readonly status: 'failed' | 'skipped';
      readonly proof: AccountRunResult['balanceProof'];
      readonly fault: Fault | null;
    };

/** One account, read and reconciled, ready to be written. */
export interface AccountCommit extends Reconciled {
  readonly key: AccountKey;
  /** The stored account; null when this read found it. */
  readonly existing: AccountRow | null;
  readonly observation: Observation;
  readonly evidenceId: string | null;
  /** Whether the stored account is listed under a name, or on a connection, that is new to it. Left out: it is not. */
  readonly isRenamed?: boolean;
  /** Of a new account: stored ones that it may be. */
  readonly pairs?: readonly AccountPair[];
  /** See ProofRead. */
  readonly isExhaustive: boolean;
  /** How many days late the latest row of this read came; 0 when none did. */
  readonly latenessDays: number;
}

import type { BalanceProofState } from '../balances/balance-proof.ts';
import type { CalendarDate } from '../values/calendar-date.ts';
import type { Fault } from './connection-fault.ts';

export type SyncTrigger = 'schedule' | 'manual' | 'activation' | 'upload' | 'webhook';
/** `suspended`: waits for a one-time code, without a worker. Clients see it as `running`. */
export type SyncRunStatus = 'queued' | 'running' | 'suspended' | 'succeeded' | 'partial' | 'failed';
export type SyncRunOutcome = 'changed' | 'unchanged';

/** Number of stream events that a run produced. */
export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** What one run did to one account. */
export interface AccountRunResult {
  readonly accountId: string;
  readonly status: 'succeeded' | 'partial' | 'failed' | 'skipped';
  /** Null unless the read succeeded or was partial. */
  readonly outcome: SyncRunOutcome | null;
  readonly counts: ChangeCounts;
  /** True when the whole window was read. */
  readonly complete: boolean;
  readonly windowStart: CalendarDate | null;
  readonly windowEnd: CalendarDate | null;
  readonly balanceProof: BalanceProofState;
  readonly error: Fault | null;
}

export const NO_CHANGES: ChangeCounts = { added: 0, modified: 0, removed: 0 };

/** Sum over all accounts of a run. */
export function sumCounts(results: Iterable<Pick<AccountRunResult, 'counts'>>): ChangeCounts {
  let { added, modified, removed } = NO_CHANGES;
  for (const { counts } of results) {
    added += counts.added;
    modified += counts.modified;
    removed += counts.removed;
  }
  return { added, modified, removed };
}

/** `changed` when anything that a client can see changed. */
export function outcomeOf(counts: ChangeCounts): SyncRunOutcome {
  return counts.added + counts.modified + counts.removed > 0 ? 'changed' : 'unchanged';
}

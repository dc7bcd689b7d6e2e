import { planRetry } from '../connection/sync-schedule.ts';
import type { Instant } from '../values/instant.ts';
import { canonicalAmount } from '../values/money.ts';
import type { BalanceProof } from './balance-proof.ts';

/** What is being done about a balance proof that is broken. */
export interface BalanceAlarm {
  /** When the proof was found to be broken although everything had been read again; null while there is no alarm. */
  readonly raisedAt: Instant | null;
  /** Wider reads that did not mend it. */
  readonly wideReads: number;
  /** The first sync from then on reads wider; null while nothing is broken. */
  readonly nextWideReadAt: Instant | null;
}

export const NO_ALARM: BalanceAlarm = { raisedAt: null, wideReads: 0, nextWideReadAt: null };

/** What a commit knows of the read behind a proof. */
export interface ProofRead {
  readonly at: Instant;
  /** Whether a complete read went so far back that what is missing would have been in it, or no source can be read again. */
  readonly isExhaustive: boolean;
  /** In [0, 1); spreads the waits. */
  readonly spread: number;
}

/**
 * What a proof makes of the alarm. A broken proof first has the account read wider, by the next sync at the latest; one
 * that is still broken after that raises the alarm, and wider reads go on with the waits of a failing sync. A proof that is
 * no longer broken clears it.
 */
export function stepAlarm(before: BalanceAlarm, proof: BalanceProof, read: ProofRead): BalanceAlarm {
  if (proof.state !== 'broken') return NO_ALARM;
  if (!read.isExhaustive) return { ...before, nextWideReadAt: before.nextWideReadAt ?? read.at };
  const wideReads = before.wideReads + 1;
  return {
    raisedAt: before.raisedAt ?? read.at,
    wideReads,
    nextWideReadAt: planRetry(read.at, wideReads, read.spread),
  };
}

/** What the step from one state of the alarm to the next tells clients. */
export function compareAlarms(before: BalanceAlarm, after: BalanceAlarm): 'raised' | 'cleared' | 'unchanged' {
  if (after.raisedAt === before.raisedAt) return 'unchanged';
  return after.raisedAt === null ? 'cleared' : 'raised';
}

/** The data of the event `account.balance_alarm`. */
export function describeAlarm(
  account: { readonly id: string; readonly connectionId: string; readonly entityId: string; readonly currency: string },
  alarm: 'raised' | 'cleared',
  { state, provenThrough, brokenFrom, difference }: BalanceProof,
) {
  const { id, connectionId, entityId, currency } = account;
  return {
    accountId: id,
    connectionId,
    entityId,
    alarm,
    balanceProof: state,
    provenThrough,
    brokenFrom,
    difference: difference === null ? null : canonicalAmount(difference, currency),
  };
}

/** Whether the next read of an account has to be a wider one. */
export function isWideReadDue(
  state: BalanceProof['state'],
  { nextWideReadAt }: Pick<BalanceAlarm, 'nextWideReadAt'>,
  now: Instant,
): boolean {
  return state === 'broken' && (nextWideReadAt === null || nextWideReadAt <= now);
}

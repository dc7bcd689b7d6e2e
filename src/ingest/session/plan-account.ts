import { isWideReadDue } from '../../domain/balances/balance-alarm.ts';
import { planWideWindow, planWindow, type SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import { findOpenDays } from '../../store/transactions/transaction-mirror.ts';
import type { SettleScope } from '../accounts/settle-account.ts';
import type { IngestParts } from '../parts.ts';

const NOTHING_OPEN = { oldestPending: null, oldestMissed: null };

/** The window that the next read of an account has to cover; of an account never seen before, its whole history. */
export async function planAccount(
  parts: IngestParts,
  { connection, institution, now }: Pick<SettleScope, 'connection' | 'institution' | 'now'>,
  account: AccountRow | null,
): Promise<SyncWindow> {
  const window = planWindow({
    now,
    institution,
    readThrough: account?.readThrough ?? null,
    observedLatenessDays: connection.observedLatenessDays,
    ...(account === null ? NOTHING_OPEN : await findOpenDays(parts.sql, connection, account.id)),
  });
  if (account === null || !isWideReadDue(account.proofState, account, now)) return window;
  return planWideWindow(window, { now, institution, provenThrough: account.provenThrough });
}

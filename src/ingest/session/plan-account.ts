import { isWideReadDue } from '../../domain/balances/balance-alarm.ts';
import { planWideWindow, planWindow, type SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { Institution } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { findOpenDays } from '../../store/transactions/transaction-mirror.ts';
import type { IngestParts } from '../parts.ts';

const NOTHING_OPEN = { oldestPending: null, oldestMissed: null };

/** The window that the next read of an account has to cover; of an account never seen before, its whole history. */
export async function planAccount(
  parts: IngestParts,
  connection: ConnectionRow,
  institution: Institution,
  account: AccountRow | null,
  now: Instant,
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

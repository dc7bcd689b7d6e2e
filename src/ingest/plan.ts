import { isWideReadDue } from '../domain/balance-alarm.ts';
import type { Instant } from '../domain/instant.ts';
import type { Institution } from '../domain/institution.ts';
import { planWideWindow, planWindow, type SyncWindow } from '../domain/schedule.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { ConnectionRow } from '../store/connections.ts';
import { findOpenDays } from '../store/transaction-mirror.ts';
import type { IngestParts } from './parts.ts';

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

import type { Instant } from '../domain/instant.ts';
import type { Institution } from '../domain/institution.ts';
import { planWindow, type SyncWindow } from '../domain/schedule.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tenant } from '../store/tenant.ts';
import { findOpenDays } from '../store/transaction-mirror.ts';
import type { IngestParts } from './parts.ts';

const NOTHING_OPEN = { oldestPending: null, oldestMissed: null };

/** The window that the next read of an account has to cover; of an account never seen before, its whole history. */
export async function planAccount(
  parts: IngestParts,
  tenant: Tenant,
  institution: Institution,
  account: AccountRow | null,
  now: Instant,
): Promise<SyncWindow> {
  return planWindow({
    now,
    institution,
    readThrough: account?.readThrough ?? null,
    ...(account === null ? NOTHING_OPEN : await findOpenDays(parts.sql, tenant, account.id)),
  });
}

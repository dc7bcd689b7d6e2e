import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { findAheadMs } from './sandbox-clocks.ts';
import type { Tenant } from './tenant.ts';

/** The tenant's present moment: real in a live environment, ahead by the sandbox clock in a test environment. */
export async function findTenantNow(db: Db, tenant: Tenant, realNowMs: number): Promise<Instant> {
  return instantFromMs(
    tenant.environment === 'live' ? realNowMs : realNowMs + (await findAheadMs(db, tenant.organizationId)),
  );
}

/**
 * The same by the database's clock, which is one for all processes: for what is deleted by its age, because a process whose own
 * clock has jumped forward must not take what others still need.
 */
export async function findTenantNowOfDatabase(db: Db, tenant: Tenant): Promise<Instant> {
  const [row] = await db<{ nowMs: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
  if (row === undefined) throw new Error('a query without conditions gave no row');
  return findTenantNow(db, tenant, Math.floor(row.nowMs));
}

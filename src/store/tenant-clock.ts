import { type Instant, instantFromMs } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import { findAheadMs } from './sandbox-clocks.ts';
import type { Tenant } from './tenant.ts';

/** The tenant's present moment: real in a live environment, ahead by the sandbox clock in a test environment. */
export async function findTenantNow(db: Db, tenant: Tenant, realNowMs: number): Promise<Instant> {
  return instantFromMs(
    tenant.environment === 'live' ? realNowMs : realNowMs + (await findAheadMs(db, tenant.organizationId)),
  );
}

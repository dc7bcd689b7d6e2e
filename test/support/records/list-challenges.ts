import type { Db } from '../../../src/infra/database.ts';
import type { MfaChallengeRow } from '../../../src/store/connections/mfa-challenges.ts';
import type { Tenant } from '../../../src/store/tenants/tenant.ts';

/** All questions of a connection, oldest first. */
export async function listChallenges(db: Db, tenant: Tenant, connectionId: string): Promise<MfaChallengeRow[]> {
  return db<MfaChallengeRow[]>`select * from mfa_challenges
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} order by id`;
}

import type { Db } from '../../../src/infra/database.ts';
import type { EventRow } from '../../../src/store/events/events.ts';
import type { Tenant } from '../../../src/store/tenants/tenant.ts';

/** Events of a tenant in the order in which they happened. */
export async function listEvents(db: Db, tenant: Tenant): Promise<EventRow[]> {
  return db<EventRow[]>`select id, type, data, created_at from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} order by id`;
}

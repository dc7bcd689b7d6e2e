import { addMs, type Instant } from '../../domain/values/instant.ts';
import { EVENT_LIFE_MS } from '../../domain/webhooks/webhook-schedule.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';

/** The moment before which events of a tenant are no longer shown. */
export async function findEventHorizon(
  parts: { now(tenant: Tenant): Promise<Instant> },
  tenant: Tenant,
): Promise<Instant> {
  return addMs(await parts.now(tenant), -EVENT_LIFE_MS);
}

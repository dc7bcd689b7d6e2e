import { firstIdAt } from '../../domain/values/id.ts';
import { addMs } from '../../domain/values/instant.ts';
import { EVENT_LIFE_MS } from '../../domain/webhooks/webhook-schedule.ts';
import { deleteOldEvents, listEventTenants } from '../../store/events/events.ts';
import { deleteOldDeliveries } from '../../store/events/webhook-deliveries.ts';
import type { CommandParts } from '../parts.ts';

/** Deleted in one statement; the log is read and written on beside it. */
const BATCH = 1_000;

/**
 * Forgets deliveries after thirty days of real time, then events after thirty days of their tenant's time that no delivery is
 * kept of. Any number of processes may do this at once. Returns how many events went.
 */
export async function purgeEvents({ sql, nowMs, now }: Pick<CommandParts, 'sql' | 'nowMs' | 'now'>): Promise<number> {
  let purged = 0;
  const before = firstIdAt(nowMs() - EVENT_LIFE_MS);
  for (const tenant of await listEventTenants(sql)) {
    for (let batch = BATCH; batch === BATCH; )
      batch = await deleteOldDeliveries(sql, tenant.organizationId, before, BATCH);
    const since = addMs(await now(tenant), -EVENT_LIFE_MS);
    for (let batch = BATCH; batch === BATCH; purged += batch) batch = await deleteOldEvents(sql, tenant, since, BATCH);
  }
  return purged;
}

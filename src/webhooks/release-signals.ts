import type { Instant } from '../domain/values/instant.ts';
import type { Sql } from '../infra/database.ts';
import { takeDueSignals } from '../store/connections/connection-signals.ts';
import { announceEvents, type EventRow } from '../store/events/events.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** Announcements of one round; the next takes the rest. */
const BATCH = 200;

/** Announces the changes that had to wait for the end of a second. Returns how many connections they were of. */
export async function releaseSignals(parts: {
  readonly sql: Sql;
  newId(): string;
  now(tenant: Tenant): Promise<Instant>;
}): Promise<number> {
  return parts.sql.begin(async (db) => {
    const due = await takeDueSignals(db, BATCH);
    const byTenant = Map.groupBy(due, ({ organizationId, environment }) => `${organizationId} ${environment}`);
    for (const signals of byTenant.values()) {
      const [tenant] = signals;
      if (tenant === undefined) continue;
      const createdAt = await parts.now(tenant);
      const events = signals.map(({ connectionId, syncRunId }): EventRow => {
        const data = { connectionId, accountId: null, syncRunId };
        return { id: parts.newId(), type: 'transactions.sync_available', createdAt, data };
      });
      await announceEvents(db, tenant, events);
    }
    return due.length;
  });
}

import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import type { Tenant } from './tenant.ts';

/** Something that webhooks announce and the event log keeps. `data` has the shape that the contract gives the type. */
export interface EventRow {
  readonly id: string;
  readonly type:
    | 'connection.status_changed'
    | 'connection.mfa_required'
    | 'account.created'
    | 'account.updated'
    | 'account.balance_alarm'
    | 'transactions.sync_available';
  readonly data: Record<string, unknown>;
  readonly createdAt: Instant;
}

/** Writes events into the outbox of the caller's transaction. */
export async function insertEvents(db: Db, tenant: Tenant, events: readonly EventRow[]): Promise<void> {
  for (const event of events) {
    await db`insert into events (organization_id, id, environment, type, data, created_at)
      values (${tenant.organizationId}, ${event.id}, ${tenant.environment}, ${event.type},
        ${db.json(event.data as never)}, ${event.createdAt})`;
  }
}

/** Events of a tenant in the order in which they happened. */
export async function listEvents(db: Db, tenant: Tenant): Promise<EventRow[]> {
  return db<EventRow[]>`select id, type, data, created_at from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} order by id`;
}

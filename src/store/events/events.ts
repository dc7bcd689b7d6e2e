import { firstIdAt } from '../../domain/values/id.ts';
import { type Instant, instantToMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { claimSignals } from '../connections/connection-signals.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { DELIVERY_CHANNEL } from './webhook-queue.ts';

/** Something that webhooks announce and the event log keeps. `data` has the shape that the contract gives the type. */
export interface EventRow {
  readonly id: string;
  readonly type:
    | 'connection.status_changed'
    | 'connection.mfa_required'
    | 'connection.expiring'
    | 'connection.warning'
    | 'account.created'
    | 'account.updated'
    | 'account.balance_alarm'
    | 'transactions.sync_available'
    | 'webhook.disabled'
    | 'test';
  readonly data: Record<string, unknown>;
  readonly createdAt: Instant;
}
export type EventType = EventRow['type'];

/** Channel on which new events are told, with organization and environment. */
export const EVENT_CHANNEL = 'causeway_events';

/**
 * Writes events into the log, and a delivery of each for every receiver that wants it, in the caller's transaction. Of the
 * signals that a connection's stream has something new one goes out in a second: the first at once, what comes within the
 * second after it together at its end.
 */
export async function insertEvents(db: Db, tenant: Tenant, events: readonly EventRow[]): Promise<void> {
  const held = await holdSignals(db, tenant, events);
  await announceEvents(
    db,
    tenant,
    events.filter((event) => !held.has(event)),
  );
}

async function holdSignals(db: Db, tenant: Tenant, events: readonly EventRow[]): Promise<ReadonlySet<EventRow>> {
  const signals = events.filter(({ type }) => type === 'transactions.sync_available');
  if (signals.length === 0) return new Set();
  const runs = new Map<string, string | null>();
  // Written by announceCommit and the commands in the form of the contract.
  for (const { data } of signals) runs.set(data.connectionId as string, (data.syncRunId ?? null) as string | null);
  const now = await claimSignals(db, tenant, runs);
  return new Set(signals.filter(({ data }) => !now.has(data.connectionId as string)));
}

/** As `insertEvents`, and every signal goes out. */
export async function announceEvents(db: Db, tenant: Tenant, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  // Registrations are locked against being deleted: a delivery to one that is just going would fail the whole commit. The id of a
  // delivery has the time of its event in front, so that deliveries are in the order of their events.
  await db`with receivers as materialized (
      select organization_id, id, environment, events from webhooks
      where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and active
        and events && ${events.map(({ type }) => type)}::text[]
      order by id for key share
    ), new_events as (
      insert into events (organization_id, id, environment, type, data, created_at)
      select ${tenant.organizationId}::uuid, id, ${tenant.environment}, type, data::jsonb, created_at
      from unnest(${events.map(({ id }) => id)}::uuid[], ${events.map(({ type }) => type)}::text[],
        ${events.map(({ data }) => JSON.stringify(data))}::text[],
        ${events.map(({ createdAt }) => createdAt)}::timestamptz[]) as e (id, type, data, created_at)
      returning id, type
    ), new_deliveries as (
      insert into webhook_deliveries (organization_id, id, environment, webhook_id, event_id, event_type, status,
        created_at, next_attempt_at)
      select w.organization_id,
        encode(substring(uuid_send(e.id) for 8) || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid,
        w.environment, w.id, e.id, e.type, 'pending', now.at, now.at
      from new_events e
      join receivers w on e.type = any (w.events)
      cross join (select clock_timestamp() as at) now
      returning organization_id, webhook_id, next_attempt_at, id, event_id
    ), queued as (
      insert into webhook_queue (organization_id, webhook_id, due_at, delivery_id, event_id, attempts_begun, failures,
        is_last_chance)
      select organization_id, webhook_id, next_attempt_at, id, event_id, 0, 0, false from new_deliveries
    ) select pg_notify(channel, told) from (
      select ${EVENT_CHANNEL} as channel, ${nameOf(tenant)} as told
      union all select distinct ${DELIVERY_CHANNEL}, ${`${tenant.organizationId} `} || webhook_id from new_deliveries
    ) as news`;
}

/** Writes an event into the log and queues nothing. */
export async function insertLoggedEvent(db: Db, tenant: Tenant, event: EventRow): Promise<void> {
  await db`with logged as (
      insert into events (organization_id, id, environment, type, data, created_at)
      values (${tenant.organizationId}, ${event.id}, ${tenant.environment}, ${event.type}, ${db.json(event.data as never)},
        ${event.createdAt})
    ) select pg_notify(${EVENT_CHANNEL}, ${nameOf(tenant)})`;
}

function nameOf({ organizationId, environment }: Tenant): string {
  return `${organizationId} ${environment}`;
}

/** Newest first. Events from before `since` are not shown, whether or not they are there still. */
export async function listEventPage(
  db: Db,
  tenant: Tenant,
  filter: { readonly type: string | null; readonly connectionId: string | null; readonly since: Instant },
  page: Page<{ readonly id: string }>,
): Promise<EventRow[]> {
  return db<EventRow[]>`select id, type, data, created_at from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      ${filter.type === null ? db`` : db`and type = ${filter.type}`}
      ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
      and created_at >= ${filter.since}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** What a replay has to know of an event. */
export type LoggedEventKey = Pick<EventRow, 'id' | 'type'>;

/** How far an event's time and that of its id may lie apart: a run has the time of its beginning, and some runs take long. */
const ID_LAG_MS = 86_400_000;

/** The first events of a range of time, `to` excluded, in the order in which they happened. */
export async function listEventRange(
  db: Db,
  tenant: Tenant,
  range: {
    readonly from: Instant;
    readonly to: Instant;
    readonly types: readonly string[] | null;
    readonly afterId: string | null;
  },
  limit: number,
): Promise<LoggedEventKey[]> {
  // Ids have real time in front. Virtual time is ahead of it by any length, so there only the end of a range bounds them.
  const firstId = tenant.environment === 'live' ? firstIdAt(instantToMs(range.from) - ID_LAG_MS) : firstIdAt(0);
  const endId = firstIdAt(instantToMs(range.to) + ID_LAG_MS);
  const afterId = range.afterId === null || range.afterId < firstId ? firstId : range.afterId;
  return db<LoggedEventKey[]>`select id, type from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and id > ${afterId} and id < ${endId} and created_at >= ${range.from} and created_at < ${range.to}
      ${range.types === null ? db`` : db`and type = any (${[...range.types]})`}
    order by id limit ${limit}`;
}

/** An event that is not older than `since`. */
export async function findEvent(db: Db, tenant: Tenant, id: string, since: Instant): Promise<EventRow | null> {
  const [row] = await db<EventRow[]>`select id, type, data, created_at from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and created_at >= ${since}`;
  return row ?? null;
}

/** Tenants that have events. */
export async function listEventTenants(db: Db): Promise<Tenant[]> {
  return db<Tenant[]>`select o.id as organization_id, e.environment from organizations o
    join (values ('live'), ('test')) as e (environment) on true
    where exists (select from events v where v.organization_id = o.id and v.environment = e.environment)`;
}

/** Deletes up to `limit` of the oldest events from before `before` that no delivery is kept of. Returns how many went. */
export async function deleteOldEvents(db: Db, tenant: Tenant, before: Instant, limit: number): Promise<number> {
  const deleted = await db`delete from events v using (
      select id from events e where e.organization_id = ${tenant.organizationId} and e.environment = ${tenant.environment}
        and e.created_at < ${before}
        and not exists (select from webhook_deliveries d where d.organization_id = e.organization_id and d.event_id = e.id)
      order by id limit ${limit}) old
    where v.organization_id = ${tenant.organizationId} and v.id = old.id`;
  return deleted.count;
}

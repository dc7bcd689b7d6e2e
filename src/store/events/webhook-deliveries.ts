import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import { DELIVERY_CHANNEL } from './webhook-queue.ts';
import type { WebhookRow } from './webhooks.ts';

export type DeliveryStatus = 'pending' | 'succeeded' | 'failed';

export interface DeliveryAttempt {
  readonly attemptedAt: Instant;
  readonly url: string;
  readonly responseStatus: number | null;
  readonly responseBody: string | null;
  readonly durationMs: number;
  readonly error: string | null;
}

export interface DeliveryRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  readonly createdAt: Instant;
  readonly nextAttemptAt: Instant | null;
  /** Oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
}

const COLUMNS = (db: Db) => db`d.organization_id, d.id, d.environment, d.webhook_id, d.event_id, d.event_type, d.status,
  d.created_at, d.next_attempt_at, d.attempts`;

interface StoredDelivery extends Omit<DeliveryRow, 'attempts'> {
  /** As they are stored: what there is none of is left out. */
  readonly attempts: readonly (Partial<DeliveryAttempt> &
    Pick<DeliveryAttempt, 'attemptedAt' | 'url' | 'durationMs'>)[];
}

function readDelivery({ attempts, ...delivery }: StoredDelivery): DeliveryRow {
  const absent = { responseStatus: null, responseBody: null, error: null };
  return { ...delivery, attempts: attempts.map((attempt) => ({ ...absent, ...attempt })) };
}

/** Queues an event for registrations, due at once. It goes out when the caller's transaction commits. */
export async function insertDeliveries(
  db: Db,
  webhooks: readonly Pick<WebhookRow, 'organizationId' | 'environment' | 'id'>[],
  event: { readonly id: string; readonly type: string },
  newId: () => string,
): Promise<DeliveryRow[]> {
  if (webhooks.length === 0) return [];
  const rows = await db<StoredDelivery[]>`with made as (
      insert into webhook_deliveries as d (organization_id, id, environment, webhook_id, event_id, event_type, status,
        created_at, next_attempt_at)
      select w.organization_id, w.delivery_id, w.environment, w.id, ${event.id}::uuid, ${event.type}, 'pending', now.at,
        now.at
      from unnest(${webhooks.map(({ organizationId }) => organizationId)}::uuid[], ${webhooks.map(({ id }) => id)}::uuid[],
        ${webhooks.map(({ environment }) => environment)}::text[], ${webhooks.map(() => newId())}::uuid[])
        as w (organization_id, id, environment, delivery_id)
      cross join (select clock_timestamp() as at) now
      returning ${COLUMNS(db)}
    ), queued as (
      insert into webhook_queue (organization_id, webhook_id, due_at, delivery_id, event_id, attempts_begun, failures,
        is_last_chance)
      select organization_id, webhook_id, next_attempt_at, id, event_id, 0, 0, false from made
    ), told as (select pg_notify(${DELIVERY_CHANNEL}, organization_id || ' ' || webhook_id) from made)
    select made.* from made, (select count(*) from told) t order by id`;
  return rows.map(readDelivery);
}

/**
 * Queues events for registrations once more, due at once, in the order given, except where one waits already. Returns how many were
 * queued.
 */
export async function insertReplays(
  db: Db,
  pairs: readonly {
    readonly webhook: Pick<WebhookRow, 'organizationId' | 'environment' | 'id'>;
    readonly event: { readonly id: string; readonly type: string };
  }[],
  newId: () => string,
): Promise<number> {
  if (pairs.length === 0) return 0;
  const [row] = await db<{ count: number }[]>`with made as (
      insert into webhook_deliveries (organization_id, id, environment, webhook_id, event_id, event_type, status,
        created_at, next_attempt_at)
      select r.organization_id, r.id, r.environment, r.webhook_id, r.event_id, r.event_type, 'pending', now.at, now.at
      from unnest(${pairs.map(({ webhook }) => webhook.organizationId)}::uuid[], ${pairs.map(() => newId())}::uuid[],
        ${pairs.map(({ webhook }) => webhook.environment)}::text[], ${pairs.map(({ webhook }) => webhook.id)}::uuid[],
        ${pairs.map(({ event }) => event.id)}::uuid[], ${pairs.map(({ event }) => event.type)}::text[])
        as r (organization_id, id, environment, webhook_id, event_id, event_type)
      cross join (select clock_timestamp() as at) now
      where not exists (select from webhook_deliveries d where d.organization_id = r.organization_id
        and d.event_id = r.event_id and d.webhook_id = r.webhook_id and d.status = 'pending')
      returning organization_id, webhook_id, next_attempt_at, id, event_id
    ), queued as (
      insert into webhook_queue (organization_id, webhook_id, due_at, delivery_id, event_id, attempts_begun, failures,
        is_last_chance)
      select organization_id, webhook_id, next_attempt_at, id, event_id, 0, 0, false from made
    ), told as (
      select pg_notify(${DELIVERY_CHANNEL}, organization_id || ' ' || webhook_id)
      from (select distinct organization_id, webhook_id from made) as receivers
    )
    select (select count(*) from made)::int as count, (select count(*) from told) as told`;
  return row?.count ?? 0;
}

/** Newest first. */
export async function listDeliveries(
  db: Db,
  webhook: WebhookRow,
  filter: { readonly status: DeliveryStatus | null; readonly eventId: string | null },
  page: Page<{ readonly id: string }>,
): Promise<DeliveryRow[]> {
  const rows = await db<StoredDelivery[]>`select ${COLUMNS(db)} from webhook_deliveries d
    where d.organization_id = ${webhook.organizationId} and d.webhook_id = ${webhook.id}
      ${filter.status === null ? db`` : db`and d.status = ${filter.status}`}
      ${filter.eventId === null ? db`` : db`and d.event_id = ${filter.eventId}`}
      ${page.after === null ? db`` : db`and d.id < ${page.after.id}`}
    order by d.id desc limit ${page.limit}`;
  return rows.map(readDelivery);
}

/** The delivery with its attempts, if it is one to that webhook. */
export async function findDelivery(db: Db, webhook: WebhookRow, id: string): Promise<DeliveryRow | null> {
  const [row] = await db<StoredDelivery[]>`select ${COLUMNS(db)} from webhook_deliveries d
    where d.organization_id = ${webhook.organizationId} and d.webhook_id = ${webhook.id} and d.id = ${id}`;
  return row === undefined ? null : readDelivery(row);
}

/**
 * Has a delivery attempted right away. One that waits goes on in its schedule if this fails; one that was at its end gets this
 * one attempt. Belongs into a transaction.
 */
export async function hastenDelivery(db: Db, { organizationId, webhookId, id }: DeliveryRow): Promise<void> {
  const [row] = await db<{ eventId: string; attemptsBegun: number; wasDueAt: string | null; dueAt: string }[]>`
    select event_id, attempts_begun, next_attempt_at::text as was_due_at, clock_timestamp()::text as due_at
    from webhook_deliveries
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and id = ${id} for update`;
  if (row === undefined) return;
  const { eventId, attemptsBegun, wasDueAt, dueAt } = row;
  const moved = await db`update webhook_queue set due_at = ${dueAt}::text::timestamptz, leased_until = '-infinity'
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and due_at = ${wasDueAt}::text::timestamptz
      and delivery_id = ${id}`;
  if (moved.count === 0)
    await db`insert into webhook_queue (organization_id, webhook_id, due_at, delivery_id, event_id, attempts_begun,
        failures, is_last_chance)
      values (${organizationId}, ${webhookId}, ${dueAt}::text::timestamptz, ${id}, ${eventId}, ${attemptsBegun}, 0, true)`;
  await db`update webhook_deliveries set status = 'pending', next_attempt_at = ${dueAt}::text::timestamptz
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and id = ${id}`;
  // A receiver that asked for time is asked nevertheless: a person wants it.
  await db`update webhooks set paused_until = null where organization_id = ${organizationId} and id = ${webhookId}`;
  await db`select pg_notify(${DELIVERY_CHANNEL}, ${`${organizationId} ${webhookId}`})`;
}

/** Deletes up to `limit` of an organization's deliveries with ids before `before`. Returns how many went. */
export async function deleteOldDeliveries(
  db: Db,
  organizationId: string,
  before: string,
  limit: number,
): Promise<number> {
  const deleted = await db`with old as materialized (
      select d.organization_id, d.webhook_id, d.id, d.next_attempt_at from webhooks w
      cross join lateral (select * from webhook_deliveries d
        where d.organization_id = w.organization_id and d.webhook_id = w.id and d.id < ${before}
        order by d.id limit ${limit}) d
      where w.organization_id = ${organizationId} limit ${limit}
    ), unqueued as (
      delete from webhook_queue q using old
      where q.organization_id = old.organization_id and q.webhook_id = old.webhook_id
        and q.due_at = old.next_attempt_at and q.delivery_id = old.id
    )
    delete from webhook_deliveries d using old
    where d.organization_id = old.organization_id and d.webhook_id = old.webhook_id and d.id = old.id`;
  return deleted.count;
}

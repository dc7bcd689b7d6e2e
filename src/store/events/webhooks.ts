import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { DELIVERY_CHANNEL } from './webhook-queue.ts';

export interface WebhookRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly url: string;
  readonly events: readonly string[];
  readonly secretHint: string;
  readonly active: boolean;
  readonly metadata: Record<string, unknown>;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A secret as it is stored. */
export interface SealedSecret {
  readonly sealed: Uint8Array;
  readonly hint: string;
}

const shown = (db: Db) =>
  db`organization_id, id, environment, url, events, secret_hint, active, metadata, created_at, updated_at`;

/** Tells these advisory locks from others; any number that no other lock of two numbers has first. */
const REGISTRATION_LOCK = 0x77_68_6b_73;

/** How many registrations there are. Whoever asks next waits until this transaction has ended. */
export async function lockWebhookCount(db: Db, { organizationId, environment }: Tenant): Promise<number> {
  await db`select pg_advisory_xact_lock(${REGISTRATION_LOCK}::int, hashtext(${`${organizationId} ${environment}`}))`;
  const [row] = await db<{ count: number }[]>`select count(*)::int as count from webhooks
    where organization_id = ${organizationId} and environment = ${environment}`;
  return row?.count ?? 0;
}

/** A new webhook is active. Of the secret only a hint is ever shown again. */
export async function insertWebhook(
  db: Db,
  webhook: Omit<WebhookRow, 'secretHint' | 'active' | 'updatedAt'>,
  secret: SealedSecret,
): Promise<WebhookRow> {
  const [row] = await db<WebhookRow[]>`insert into webhooks (organization_id, id, environment, url, events, secret,
      secret_hint, active, metadata, created_at, updated_at)
    values (${webhook.organizationId}, ${webhook.id}, ${webhook.environment}, ${webhook.url}, ${[...webhook.events]},
      ${Buffer.from(secret.sealed)}, ${secret.hint}, true, ${db.json(webhook.metadata as never)}, ${webhook.createdAt},
      ${webhook.createdAt})
    returning ${shown(db)}`;
  if (row === undefined) throw new Error('a webhook that was just made is not there');
  return row;
}

/** Also one that was switched off, by a person or because it failed too long; never one that was deleted. */
export async function findWebhook(db: Db, tenant: Tenant, id: string): Promise<WebhookRow | null> {
  const [row] = await db<WebhookRow[]>`select ${shown(db)} from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. Deliveries may be made for it meanwhile. */
export async function lockWebhook(db: Db, tenant: Tenant, id: string): Promise<WebhookRow | null> {
  const [row] = await db<WebhookRow[]>`select ${shown(db)} from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
    for no key update`;
  return row ?? null;
}

/** Newest first. */
export async function listWebhooks(db: Db, tenant: Tenant, page: Page<{ readonly id: string }>): Promise<WebhookRow[]> {
  return db<WebhookRow[]>`select ${shown(db)} from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** Active registrations that want events of the type, in the order of their ids. */
export async function listSubscribers(db: Db, tenant: Tenant, type: string): Promise<WebhookRow[]> {
  return db<WebhookRow[]>`select ${shown(db)} from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and active
      and ${type} = any (events) order by id`;
}

/** All active registrations, in the order of their ids, locked as `lockWebhook` does. */
export async function lockSubscribers(db: Db, tenant: Tenant): Promise<WebhookRow[]> {
  return db<WebhookRow[]>`select ${shown(db)} from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and active
    order by id for no key update`;
}

/** Writes what an owner can change. One that is switched on begins anew: its failures are forgotten, what waits goes out. */
export async function updateWebhook(
  db: Db,
  { organizationId, id }: WebhookRow,
  next: Pick<WebhookRow, 'url' | 'events' | 'active' | 'metadata'>,
  at: Instant,
): Promise<WebhookRow> {
  const [row] = await db<WebhookRow[]>`update webhooks set url = ${next.url}, events = ${[...next.events]},
      active = ${next.active}, metadata = ${db.json(next.metadata as never)}, updated_at = ${at},
      failing_since = case when active then failing_since end, last_failed_at = case when active then last_failed_at end,
      paused_until = case when active and url = ${next.url} then paused_until end
    where organization_id = ${organizationId} and id = ${id}
    returning ${shown(db)}`;
  if (row === undefined) throw new Error('a webhook whose row is locked is not there');
  if (next.active) await db`select pg_notify(${DELIVERY_CHANNEL}, ${`${organizationId} ${id}`})`;
  return row;
}

/** Puts a new secret in force. The present one signs on until `previousExpiresAt`; null drops it at once. */
export async function replaceSecret(
  db: Db,
  { organizationId, id }: WebhookRow,
  secret: SealedSecret,
  { previousExpiresAt, at }: { readonly previousExpiresAt: Instant | null; readonly at: Instant },
): Promise<WebhookRow> {
  const [row] = await db<WebhookRow[]>`update webhooks set secret = ${Buffer.from(secret.sealed)},
      secret_hint = ${secret.hint}, secret_version = secret_version + 1, updated_at = ${at},
      previous_secret = case when ${previousExpiresAt}::timestamptz is not null then secret end,
      previous_secret_expires_at = ${previousExpiresAt}
    where organization_id = ${organizationId} and id = ${id}
    returning ${shown(db)}`;
  if (row === undefined) throw new Error('a webhook whose row is locked is not there');
  return row;
}

/** Deletes a registration with its deliveries; false when there is none. */
export async function deleteWebhook(db: Db, tenant: Tenant, id: string): Promise<boolean> {
  const deleted = await db`delete from webhooks
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
  return deleted.count === 1;
}

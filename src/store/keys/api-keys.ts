import type { Scope } from '../../domain/access/scope.ts';
import type { AuditActorKind } from '../../domain/audit-entry.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ApiKeyRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** Who made a key, and what they were called then. */
export interface KeyMaker {
  readonly kind: AuditActorKind;
  readonly id: string;
  readonly label: string | null;
}

/** A key as those see it who look after keys. */
export interface ListedKey extends ApiKeyRow {
  /** Null for a key of which nobody knows any more. */
  readonly madeBy: KeyMaker | null;
}

const columns = (db: Db) =>
  db`organization_id, id, environment, key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at`;

const listed = (db: Db) => db`${columns(db)}, case when made_by_kind is not null
  then jsonb_build_object('kind', made_by_kind, 'id', made_by_id, 'label', made_by_label) end as made_by`;

/** Keeps the hash of the secret, never the secret. */
export async function insertApiKey(db: Db, key: ListedKey & { readonly secretHash: Uint8Array }): Promise<void> {
  const { kind = null, id: makerId = null, label = null } = key.madeBy ?? {};
  await db`insert into api_keys
      (organization_id, id, environment, key_id, secret_hash, name, scopes, created_at, expires_at, made_by_kind, made_by_id,
        made_by_label)
    values (${key.organizationId}, ${key.id}, ${key.environment}, ${key.keyId}, ${Buffer.from(key.secretHash)},
      ${key.name}, ${[...key.scopes]}, ${key.createdAt}, ${key.expiresAt}, ${kind}, ${makerId}, ${label})`;
}

/** The key with that readable part, whatever its state. The only look-up made before the organization is known. */
export async function findApiKeyByKeyId(
  db: Db,
  keyId: string,
): Promise<(ApiKeyRow & { readonly secretHash: Uint8Array }) | null> {
  const [row] = await db<(ApiKeyRow & { secretHash: Uint8Array })[]>`
    select organization_id, id, environment, key_id, secret_hash, name, scopes, created_at, expires_at, revoked_at,
      last_used_at
    from api_keys where key_id = ${keyId}`;
  return row ?? null;
}

/** Keys of an organization, newest first, revoked and expired ones included. */
export async function listApiKeys(db: Db, organizationId: string): Promise<ListedKey[]> {
  return db<ListedKey[]>`
    select ${listed(db)} from api_keys where organization_id = ${organizationId} order by id desc`;
}

/** Revokes a key that is in force, and returns it; null when there is none. */
export async function revokeApiKey(db: Db, keyId: string, at: Instant): Promise<ListedKey | null> {
  const [row] = await db<ListedKey[]>`
    update api_keys set revoked_at = ${at} where key_id = ${keyId} and revoked_at is null returning ${listed(db)}`;
  return row ?? null;
}

/** Notes a use, at most once a minute for each key, so that reading costs no write. */
export async function touchApiKey(db: Db, key: Pick<ApiKeyRow, 'organizationId' | 'id'>, at: Instant): Promise<void> {
  await db`update api_keys set last_used_at = ${at}
    where organization_id = ${key.organizationId} and id = ${key.id}
      and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`;
}

/** Keys of one environment of an organization, newest first, revoked and expired ones included; the last thousand. */
export async function listEnvironmentKeys(db: Db, { organizationId, environment }: Tenant): Promise<ListedKey[]> {
  return db<ListedKey[]>`select ${listed(db)} from api_keys
    where organization_id = ${organizationId} and environment = ${environment} order by id desc limit 1000`;
}

/** Also one that is revoked or over. */
export async function findTenantKey(
  db: Db,
  { organizationId, environment }: Tenant,
  id: string,
): Promise<ListedKey | null> {
  const [row] = await db<ListedKey[]>`select ${listed(db)} from api_keys
    where organization_id = ${organizationId} and environment = ${environment} and id = ${id}`;
  return row ?? null;
}

/** Keys that are neither revoked nor over at that moment: what the bound on keys counts. */
export async function countKeysInForce(db: Db, { organizationId, environment }: Tenant, at: Instant): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from api_keys
    where organization_id = ${organizationId} and environment = ${environment} and revoked_at is null and expires_at > ${at}`;
  return row?.count ?? 0;
}

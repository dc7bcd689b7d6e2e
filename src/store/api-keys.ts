import type { Environment } from '../domain/environment.ts';
import type { Instant } from '../domain/instant.ts';
import type { Scope } from '../domain/scope.ts';
import type { Db } from '../infra/database.ts';

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

export async function insertApiKey(db: Db, key: ApiKeyRow & { readonly secretHash: Uint8Array }): Promise<void> {
  await db`insert into api_keys
      (organization_id, id, environment, key_id, secret_hash, name, scopes, created_at, expires_at)
    values (${key.organizationId}, ${key.id}, ${key.environment}, ${key.keyId}, ${Buffer.from(key.secretHash)},
      ${key.name}, ${[...key.scopes]}, ${key.createdAt}, ${key.expiresAt})`;
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
export async function listApiKeys(db: Db, organizationId: string): Promise<ApiKeyRow[]> {
  return db<ApiKeyRow[]>`
    select organization_id, id, environment, key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at
    from api_keys where organization_id = ${organizationId} order by id desc`;
}

/** True when the key was in force and is revoked now. */
export async function revokeApiKey(db: Db, keyId: string, at: Instant): Promise<boolean> {
  const result = await db`update api_keys set revoked_at = ${at} where key_id = ${keyId} and revoked_at is null`;
  return result.count === 1;
}

/** Notes a use, at most once a minute for each key, so that reading costs no write. */
export async function touchApiKey(db: Db, key: Pick<ApiKeyRow, 'organizationId' | 'id'>, at: Instant): Promise<void> {
  await db`update api_keys set last_used_at = ${at}
    where organization_id = ${key.organizationId} and id = ${key.id}
      and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`;
}

import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../domain/access/api-key.ts';
import { instantFromMs, instantToMs } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import { type ApiKeyRow, findApiKeyByKeyId, touchApiKey } from '../../store/keys/api-keys.ts';
import type { Authentication } from '../parts.ts';

/** A key's record is read again after this time. With the time of a request a revocation takes effect within five seconds. */
const CACHE_MS = 4_000;
const MAX_CACHED = 10_000;
/** A use is noted once in this time, so that reading costs no write. */
const NOTE_USE_MS = 60_000;

type StoredKey = ApiKeyRow & { readonly secretHash: Uint8Array };

/**
 * Looks API keys up. All outcomes cost the same: one hash, one look-up, one comparison in constant time, also for keys that
 * do not exist. What is remembered belongs to a key with its secret: a wrong secret is answered no faster where others
 * use the key at this moment. Only a key that is accepted is noted as used.
 */
export function createKeyCheck(parts: {
  readonly sql: Sql;
  nowMs(): number;
  hashWithKey(text: string): Uint8Array;
}): (key: ApiKey) => Promise<Authentication> {
  const cache = new Map<string, { readonly stored: StoredKey | null; readonly readAtMs: number }>();
  const remember = (name: string, stored: StoredKey | null, readAtMs: number): void => {
    // Oldest entries go first; a flood of invented keys can only push out records that are read again.
    cache.delete(name);
    for (const oldest of cache.keys()) {
      if (cache.size < MAX_CACHED) break;
      cache.delete(oldest);
    }
    cache.set(name, { stored, readAtMs });
  };
  return async (key) => {
    const nowMs = parts.nowMs();
    const hash = parts.hashWithKey(key.secret);
    const name = `${key.keyId} ${Buffer.from(hash).toString('latin1')}`;
    const cached = cache.get(name);
    const isFresh = cached !== undefined && !isOld(nowMs - cached.readAtMs, CACHE_MS);
    const stored = isFresh ? cached.stored : await findApiKeyByKeyId(parts.sql, key.keyId);
    const matches = timingSafeEqual(hash, stored?.secretHash ?? new Uint8Array(hash.length));
    if (!isFresh) remember(name, stored, nowMs);
    if (stored === null || !matches || stored.environment !== key.environment) return { outcome: 'unknown' };
    if (stored.revokedAt !== null) return { outcome: 'revoked' };
    const now = instantFromMs(nowMs);
    if (stored.expiresAt <= now) return { outcome: 'expired' };
    if (!isFresh && (stored.lastUsedAt === null || isOld(nowMs - instantToMs(stored.lastUsedAt), NOTE_USE_MS)))
      await touchApiKey(parts.sql, stored, now);
    const { organizationId, environment, keyId } = stored;
    const caller = { kind: 'key', id: keyId, label: stored.name } as const;
    return { outcome: 'accepted', principal: { organizationId, environment, caller, scopes: new Set(stored.scopes) } };
  };
}

/** A clock that was set back must not keep an answer alive. */
function isOld(ageMs: number, lifeMs: number): boolean {
  return ageMs >= lifeMs || ageMs < 0;
}

import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../domain/api-key.ts';
import { instantFromMs } from '../domain/instant.ts';
import type { Sql } from '../infra/database.ts';
import { type ApiKeyRow, findApiKeyByKeyId, touchApiKey } from '../store/api-keys.ts';
import type { Authentication, Principal } from './parts.ts';

/** A key's record is read again after this time, so that a revocation takes effect on every process within it. */
const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;

type StoredKey = ApiKeyRow & { readonly secretHash: Uint8Array };

/**
 * Looks API keys up. All outcomes cost the same: one look-up, one hash, one comparison in constant time, also for keys
 * that do not exist.
 */
export function createKeyCheck(parts: {
  readonly sql: Sql;
  nowMs(): number;
  hashKeySecret(secret: string): Uint8Array;
}): (key: ApiKey) => Promise<Authentication> {
  const cache = new Map<string, { readonly stored: StoredKey | null; readonly readAtMs: number }>();
  const find = async (keyId: string): Promise<StoredKey | null> => {
    const nowMs = parts.nowMs();
    const cached = cache.get(keyId);
    if (cached !== undefined && nowMs - cached.readAtMs < CACHE_MS) return cached.stored;
    const stored = await findApiKeyByKeyId(parts.sql, keyId);
    // Oldest entries go first; a flood of invented key ids can only push out records that are read again.
    cache.delete(keyId);
    for (const oldest of cache.keys()) {
      if (cache.size < MAX_CACHED) break;
      cache.delete(oldest);
    }
    cache.set(keyId, { stored, readAtMs: nowMs });
    if (stored !== null) await touchApiKey(parts.sql, stored, instantFromMs(nowMs));
    return stored;
  };
  return async (key) => {
    const stored = await find(key.keyId);
    const hash = parts.hashKeySecret(key.secret);
    const matches = timingSafeEqual(hash, stored?.secretHash ?? new Uint8Array(hash.length));
    if (stored === null || !matches || stored.environment !== key.environment) return { outcome: 'unknown' };
    if (stored.revokedAt !== null) return { outcome: 'revoked' };
    if (stored.expiresAt <= instantFromMs(parts.nowMs())) return { outcome: 'expired' };
    const { organizationId, environment, keyId } = stored;
    return { outcome: 'accepted', principal: { organizationId, environment, keyId, scopes: new Set(stored.scopes) } };
  };
}

export type KeyState = 'inForce' | 'expired' | 'revoked';

/** How old an answer about a key may be that is given to another stream of the same key. */
const RECHECK_MS = 2_000;

/**
 * Looks a key up again that was accepted before, for connections that outlive one request. However many of them a key
 * has, it is looked up once in two seconds at most.
 */
export function createKeyRecheck(parts: {
  readonly sql: Sql;
  nowMs(): number;
}): (principal: Principal) => Promise<KeyState> {
  const recent = new Map<string, { readonly state: Promise<KeyState>; readonly askedAtMs: number }>();
  const look = async (keyId: string): Promise<KeyState> => {
    const stored = await findApiKeyByKeyId(parts.sql, keyId);
    if (stored === null || stored.revokedAt !== null) return 'revoked';
    return stored.expiresAt <= instantFromMs(parts.nowMs()) ? 'expired' : 'inForce';
  };
  // A clock that was set back must not keep an answer alive.
  const isOld = (ageMs: number) => ageMs >= RECHECK_MS || ageMs < 0;
  return ({ keyId }) => {
    const nowMs = parts.nowMs();
    for (const [other, { askedAtMs }] of recent) if (isOld(nowMs - askedAtMs)) recent.delete(other);
    const known = recent.get(keyId);
    if (known !== undefined) return known.state;
    const state = look(keyId);
    recent.set(keyId, { state, askedAtMs: nowMs });
    return state;
  };
}

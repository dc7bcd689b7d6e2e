import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../domain/access/api-key.ts';
import { instantFromMs, instantToMs } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import { type ApiKeyRow, findApiKeyByKeyId, touchApiKey } from '../../store/keys/api-keys.ts';
import type { Authentication } from '../parts.ts';
import { RecentAnswers } from './recent-answers.ts';

/** A key's record is read again after this time. With the time of a request a revocation takes effect within five seconds. */
const KNOWN_MS = 4_000;
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
  const recent = new RecentAnswers<StoredKey | null>(KNOWN_MS);
  return async (key) => {
    const nowMs = parts.nowMs();
    const hash = parts.hashWithKey(key.secret);
    const name = `${key.keyId} ${Buffer.from(hash).toString('latin1')}`;
    const known = recent.find(name, nowMs);
    const stored = known === undefined ? await findApiKeyByKeyId(parts.sql, key.keyId) : known;
    const matches = timingSafeEqual(hash, stored?.secretHash ?? new Uint8Array(hash.length));
    if (known === undefined) recent.keep(name, stored, nowMs);
    if (stored === null || !matches || stored.environment !== key.environment) return { outcome: 'unknown' };
    if (stored.revokedAt !== null) return { outcome: 'revoked' };
    const now = instantFromMs(nowMs);
    if (stored.expiresAt <= now) return { outcome: 'expired' };
    if (known === undefined && (stored.lastUsedAt === null || isNotedAgain(nowMs - instantToMs(stored.lastUsedAt))))
      await touchApiKey(parts.sql, stored, now);
    const { organizationId, environment, keyId } = stored;
    const caller = { kind: 'key', id: keyId, label: stored.name } as const;
    return { outcome: 'accepted', principal: { organizationId, environment, caller, scopes: new Set(stored.scopes) } };
  };
}

/** Also after a use that lies ahead, which a clock has noted that was set back since. */
function isNotedAgain(ageMs: number): boolean {
  return ageMs >= NOTE_USE_MS || ageMs < 0;
}

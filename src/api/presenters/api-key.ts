import { instantFromMs } from '../../domain/values/instant.ts';
import type { ListedKey } from '../../store/keys/api-keys.ts';
import type { Presented } from '../operation.ts';

/** Without the secret, which only the answer that made the key has. A key that is revoked and over is `revoked`. */
export function presentApiKey(key: ListedKey, nowMs: number): Presented<'ApiKey'> {
  const { id, keyId, name, environment, scopes, createdAt, expiresAt, revokedAt, lastUsedAt, madeBy } = key;
  const isOver = expiresAt <= instantFromMs(nowMs);
  const state = revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'inForce';
  const times = { createdAt, expiresAt, revokedAt, lastUsedAt };
  return { id, keyId, name, environment, scopes: [...scopes], state, ...times, madeBy };
}

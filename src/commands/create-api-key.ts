import { createApiKeyId, createApiKeySecret, formatApiKey } from '../domain/api-key.ts';
import type { Environment } from '../domain/environment.ts';
import { addMs, instantFromMs } from '../domain/instant.ts';
import { accepted, type Result, refuse, refused } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { type ApiKeyRow, insertApiKey } from '../store/api-keys.ts';
import { findOrganization } from '../store/organizations.ts';
import type { CommandParts } from './parts.ts';

const KEY_ID_BYTES = 12;
/** 192 bits; 160 are promised. */
const SECRET_BYTES = 24;

/** Makes a key. Its text is returned this once; only a keyed hash of its secret is stored. */
export async function createApiKey(
  parts: CommandParts,
  request: {
    readonly organizationId: string;
    readonly environment: Environment;
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly lifetimeMs: number;
  },
): Promise<Result<{ readonly key: ApiKeyRow; readonly text: string }>> {
  if ((await findOrganization(parts.sql, request.organizationId)) === null)
    return refused(refuse('not_found', 'There is no such organization.'));
  const createdAt = instantFromMs(parts.nowMs());
  const keyId = createApiKeyId(parts.randomBytes(KEY_ID_BYTES));
  const secret = createApiKeySecret(parts.randomBytes(SECRET_BYTES));
  const key: ApiKeyRow = {
    organizationId: request.organizationId,
    id: parts.newId(),
    environment: request.environment,
    keyId,
    name: request.name,
    scopes: request.scopes,
    createdAt,
    expiresAt: addMs(createdAt, request.lifetimeMs),
    revokedAt: null,
    lastUsedAt: null,
  };
  await insertApiKey(parts.sql, { ...key, secretHash: parts.hashKeySecret(secret) });
  return accepted({ key, text: formatApiKey({ environment: request.environment, keyId, secret }) });
}

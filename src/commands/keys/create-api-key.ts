import { createApiKeyId, createApiKeySecret, formatApiKey } from '../../domain/access/api-key.ts';
import type { Scope } from '../../domain/access/scope.ts';
import type { Environment } from '../../domain/environment.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import { insertApiKey, type ListedKey } from '../../store/keys/api-keys.ts';
import { updateKeyRateLimit } from '../../store/keys/rate-windows.ts';
import { findOrganization } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { lockActingMember } from '../people/acting-member.ts';

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
    /** 0 for no limit, null for the installation's. */
    readonly requestsPerSecond?: number | null;
  },
): Promise<Result<{ readonly key: ListedKey; readonly text: string }>> {
  if ((await findOrganization(parts.sql, request.organizationId)) === null)
    return refused(refuse('not_found', 'There is no such organization.'));
  const createdAt = instantFromMs(parts.nowMs());
  const keyId = createApiKeyId(parts.randomBytes(KEY_ID_BYTES));
  const secret = createApiKeySecret(parts.randomBytes(SECRET_BYTES));
  const { actor } = parts;
  const key: ListedKey = {
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
    madeBy: { kind: actor.kind, id: actor.id, label: 'label' in actor ? actor.label : null },
  };
  const refusal = await parts.sql.begin(async (db) => {
    const acting = await lockActingMember(db, parts.actor, request, 'keys:write');
    if (acting.refusal !== null) return acting.refusal;
    if (acting.permissions !== null && !request.scopes.every((scope) => acting.permissions?.has(scope)))
      return refuse('insufficient_scope', 'Your role does not include all of these scopes any more.');
    await insertApiKey(db, { ...key, secretHash: parts.hashWithKey(secret) });
    const { requestsPerSecond = null } = request;
    if (requestsPerSecond !== null) await updateKeyRateLimit(db, keyId, requestsPerSecond);
    const details = { scopes: request.scopes, expiresAt: key.expiresAt, requestsPerSecond };
    await noteAct(db, parts, key, { action: 'api_key.create', targetType: 'api_key', targetId: keyId, details });
    return null;
  });
  if (refusal !== null) return refused(refusal);
  return accepted({ key, text: formatApiKey({ environment: request.environment, keyId, secret }) });
}

import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { findTenantKey, type ListedKey, revokeApiKey as markRevoked } from '../../store/keys/api-keys.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { lockActingMember } from '../people/acting-member.ts';

/** Withdraws a key, everywhere within five seconds. Null when there is none of that id in force. */
export async function revokeApiKey(
  parts: Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs'>,
  keyId: string,
): Promise<ListedKey | null> {
  return parts.sql.begin((db) => revokeKey(db, parts, keyId));
}

async function revokeKey(
  db: Db,
  parts: Pick<CommandParts, 'actor' | 'newId' | 'nowMs'>,
  keyId: string,
): Promise<ListedKey | null> {
  const key = await markRevoked(db, keyId, instantFromMs(parts.nowMs()));
  if (key !== null) await noteAct(db, parts, key, { action: 'api_key.revoke', targetType: 'api_key', targetId: keyId });
  return key;
}

/** Withdraws a key of this tenant, by the id of its row. Returns it as it is now, also when it was withdrawn before. */
export async function revokeOwnApiKey(
  parts: Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs'>,
  { organizationId, environment }: Tenant,
  id: string,
): Promise<Result<ListedKey>> {
  const tenant = { organizationId, environment };
  return parts.sql.begin(async (db): Promise<Result<ListedKey>> => {
    const { refusal } = await lockActingMember(db, parts.actor, tenant, 'keys:write');
    if (refusal !== null) return refused(refusal);
    const key = await findTenantKey(db, tenant, id);
    if (key === null) return refused(refuse('not_found', 'There is no such key in this environment.'));
    return accepted((await revokeKey(db, parts, key.keyId)) ?? (await findTenantKey(db, tenant, id)) ?? key);
  });
}

import { updateKeyRateLimit, updateOrganizationRateLimit } from '../../store/keys/rate-windows.ts';
import type { OrganizationRow } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

type Parts = Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs'>;

/**
 * Gives a key a limit of its own, in requests a second: 0 for no limit, null for the installation's. It takes effect with the
 * key's next window. False when there is no such key.
 */
export async function setKeyRateLimit(parts: Parts, keyId: string, perSecond: number | null): Promise<boolean> {
  return parts.sql.begin(async (db) => {
    const key = await updateKeyRateLimit(db, keyId, perSecond);
    if (key === null) return false;
    const details = { requestsPerSecond: perSecond };
    await noteAct(db, parts, key, { action: 'api_key.limit', targetType: 'api_key', targetId: keyId, details });
    return true;
  });
}

/** The same for an organization. */
export async function setOrganizationRateLimit(
  parts: Parts,
  { id }: Pick<OrganizationRow, 'id'>,
  perSecond: number | null,
): Promise<void> {
  await parts.sql.begin(async (db) => {
    await updateOrganizationRateLimit(db, id, perSecond);
    const details = { requestsPerSecond: perSecond };
    const place = { organizationId: id, environment: null };
    await noteAct(db, parts, place, {
      action: 'organization.limit',
      targetType: 'organization',
      targetId: id,
      details,
    });
  });
}

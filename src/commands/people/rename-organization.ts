import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { findOrganization, type OrganizationRow, updateOrganizationName } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import { lockActingMember } from './acting-member.ts';
import type { PeopleParts } from './people-parts.ts';

/** Renames an organization. */
export async function renameOrganization(
  parts: Pick<PeopleParts, 'sql' | 'actor' | 'newId' | 'nowMs'>,
  organizationId: string,
  name: string,
): Promise<Result<OrganizationRow>> {
  return parts.sql.begin(async (db): Promise<Result<OrganizationRow>> => {
    const place = { organizationId, environment: 'live' } as const;
    const { refusal } = await lockActingMember(db, parts.actor, place, 'organization:write');
    if (refusal !== null) return refused(refusal);
    const former = await findOrganization(db, organizationId);
    if (former === null) return refused(refuse('insufficient_scope', 'You are not a member of this organization.'));
    if (former.name === name.trim()) return accepted(former);
    await updateOrganizationName(db, organizationId, name.trim());
    const act = {
      action: 'organization.update',
      targetType: 'organization',
      targetId: organizationId,
    } as const;
    await noteAct(db, parts, { organizationId, environment: null }, act);
    return accepted({ ...former, name: name.trim() });
  });
}

import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { insertMember, listMemberships } from '../../store/people/members.ts';
import { findOrganization, type OrganizationRow, updateOrganizationName } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import { lockActingMember } from './acting-member.ts';
import { addOrganization } from './create-organization.ts';
import type { PeopleParts } from './people-parts.ts';

type OwnerParts = Pick<PeopleParts, 'sql' | 'actor' | 'newId' | 'nowMs'>;

/** Organizations that a person can be a member of and still make another one. */
const MAX_MEMBERSHIPS = 100;

/** Makes an organization that this person owns. Who owns none yet would come into the installation by themselves, and may not. */
export async function createOwnOrganization(
  parts: OwnerParts,
  personId: string,
  name: string,
): Promise<Result<OrganizationRow>> {
  return parts.sql.begin(async (db): Promise<Result<OrganizationRow>> => {
    const memberships = await listMemberships(db, personId);
    if (!memberships.some(({ role }) => role === 'owner'))
      return refused(refuse('insufficient_scope', 'Only an owner of an organization can make another one.'));
    if (memberships.length >= MAX_MEMBERSHIPS)
      return refused(refuse('conflict', `You are a member of ${memberships.length} organizations, which is the most.`));
    const organization = await addOrganization(db, parts, name.trim());
    const createdAt = instantFromMs(parts.nowMs());
    await insertMember(db, { organizationId: organization.id, personId, role: 'owner', createdAt });
    return accepted(organization);
  });
}

/** Renames an organization. */
export async function renameOrganization(
  parts: OwnerParts,
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

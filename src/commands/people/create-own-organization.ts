import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { insertMember, listMemberships } from '../../store/people/members.ts';
import type { OrganizationRow } from '../../store/tenants/organizations.ts';
import { addOrganization } from './create-organization.ts';
import type { PeopleParts } from './people-parts.ts';

/** Organizations that a person can be a member of and still make another one. */
const MAX_MEMBERSHIPS = 100;

/** Makes an organization that this person owns. Who owns none yet would come into the installation by themselves, and may not. */
export async function createOwnOrganization(
  parts: Pick<PeopleParts, 'sql' | 'actor' | 'newId' | 'nowMs'>,
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

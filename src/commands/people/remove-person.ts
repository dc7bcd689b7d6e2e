import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { countOwners, listMemberships, lockMembers } from '../../store/people/members.ts';
import { deletePerson, findPersonByEmail, type PersonRow } from '../../store/people/people.ts';
import { noteAct, WHOLE_INSTALLATION } from '../note-act.ts';
import type { PeopleParts } from './people-parts.ts';

type Membership = Awaited<ReturnType<typeof listMemberships>>[number];
/** Of a person in use nothing else changes as often as that it would have to be looked for again and again. */
const CHANGED: Refusal = refuse('conflict', 'The memberships of this person change at this moment. Try again.');

/**
 * Removes a person with their sessions, memberships, links and the invitations they have made; the address is free again. What they did
 * stays in the audit log. `force` removes the last owner of an organization as well.
 */
export async function removePerson(
  parts: Pick<PeopleParts, 'sql' | 'actor' | 'newId' | 'nowMs'>,
  email: string,
  { force }: { readonly force: boolean },
): Promise<Result<{ readonly person: PersonRow; readonly memberships: readonly Membership[] }>> {
  return parts.sql.begin(async (db): Promise<Result<{ person: PersonRow; memberships: Membership[] }>> => {
    const person = await findPersonByEmail(db, email);
    if (person === null) return refused(refuse('not_found', `There is nobody with the address ${email}.`));
    const known = await listMemberships(db, person.id);
    // Always in the same order, so that two such removals do not wait for each other.
    for (const id of known.map(({ organizationId }) => organizationId).sort()) await lockMembers(db, id);
    const memberships = await listMemberships(db, person.id);
    if (memberships.length !== known.length) return refused(CHANGED);
    for (const { organizationId, organizationName, role } of memberships) {
      if (force || role !== 'owner' || (await countOwners(db, organizationId)) > 1) continue;
      return refused(refuse('conflict', `${person.email} is the last owner of ${organizationName}.`));
    }
    for (const { organizationId, role } of memberships) {
      const details = { formerRole: role };
      const act = { action: 'member.remove', targetType: 'person', targetId: person.id, details } as const;
      await noteAct(db, parts, { organizationId, environment: null }, act);
    }
    const act = { action: 'person.remove', targetType: 'person', targetId: person.id } as const;
    await noteAct(db, parts, WHOLE_INSTALLATION, act);
    await deletePerson(db, person.id);
    return accepted({ person, memberships });
  });
}

import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { insertMember } from '../../store/people/members.ts';
import { hasPeople, insertPerson, lockFirstPerson } from '../../store/people/people.ts';
import { deletePeopleLinks, findPeopleLink } from '../../store/people/people-links.ts';
import { listOrganizations } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import { addOrganization } from './create-organization.ts';
import { hashLinkToken } from './link-token.ts';
import type { PeopleParts } from './people-parts.ts';

/** Of an organization whose owner gave it none. */
const NEW_ORGANIZATION = 'My organization';

export interface FirstPerson {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Of the organization that is made where there is none. */
  readonly organizationName?: string | undefined;
}

/** Makes the first person, an owner of every organization there is, or of a new one. Of several that try at once, one comes in. */
export async function setUpConsole(
  parts: PeopleParts,
  given: FirstPerson,
  request: { readonly requestId: string; readonly sourceAddress: string | null },
): Promise<Result<{ readonly personId: string; readonly email: string }>> {
  const createdAt = instantFromMs(parts.nowMs());
  const tokenHash = hashLinkToken(parts, given.token);
  if ((await findPeopleLink(parts.sql, 'set_up', tokenHash, createdAt)) === null) return refused(UNKNOWN_LINK);
  const passwordHash = await parts.hashPassword(given.password);
  const person = { id: parts.newId(), name: given.name.trim(), email: given.email.toLowerCase(), createdAt };
  const actor = { kind: 'member', id: person.id, label: person.email, ...request } as const;
  return parts.sql.begin(async (db): Promise<Result<{ personId: string; email: string }>> => {
    await lockFirstPerson(db);
    if (await hasPeople(db))
      return refused(refuse('conflict', 'The console was set up already. Ask its owner for an invitation.'));
    if ((await findPeopleLink(db, 'set_up', tokenHash, createdAt)) === null) return refused(UNKNOWN_LINK);
    await deletePeopleLinks(db, 'set_up', null);
    await insertPerson(db, person, { id: parts.newId(), passwordHash });
    const acting = { ...parts, actor };
    const known = await listOrganizations(db);
    const organizations =
      known.length > 0
        ? known
        : [await addOrganization(db, acting, given.organizationName?.trim() ?? NEW_ORGANIZATION)];
    for (const { id: organizationId } of organizations) {
      await insertMember(db, { organizationId, personId: person.id, role: 'owner', createdAt });
      const act = { action: 'console.set_up', targetType: 'person', targetId: person.id } as const;
      await noteAct(db, acting, { organizationId, environment: null }, act);
    }
    return accepted({ personId: person.id, email: person.email });
  });
}

const UNKNOWN_LINK: Refusal = refuse(
  'not_found',
  'This set-up link no longer works: it was used, is older than a day, or a newer one replaced it. Start the quickstart anew, or run: npm run -s causeway -- console setup-link',
);

import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { findPerson, type PersonRow, replacePassword } from '../../store/people/people.ts';
import { deletePeopleLink, findPeopleLink } from '../../store/people/people-links.ts';
import { hashLinkToken } from './link-token.ts';
import { notePersonalAct } from './note-personal-act.ts';
import type { PeopleParts } from './people-parts.ts';

/** Gives the person of a link another password, ends their sessions, and asks for no one-time code until they begin with codes anew. */
export async function resetPassword(
  parts: PeopleParts,
  given: { readonly token: string; readonly password: string },
  request: { readonly requestId: string; readonly sourceAddress: string | null },
): Promise<Result<PersonRow>> {
  const at = instantFromMs(parts.nowMs());
  const link = await findPeopleLink(parts.sql, 'reset_password', hashLinkToken(parts, given.token), at);
  const person = link?.personId == null ? null : await findPerson(parts.sql, link.personId);
  if (link === null || person === null) return refused(UNKNOWN_LINK);
  const passwordHash = await parts.hashPassword(given.password);
  const actor = { kind: 'member', id: person.id, label: person.email, ...request } as const;
  return parts.sql.begin(async (db): Promise<Result<PersonRow>> => {
    if (!(await deletePeopleLink(db, link.id))) return refused(UNKNOWN_LINK);
    await replacePassword(db, person.id, passwordHash, at);
    await notePersonalAct(db, { ...parts, actor }, person.id, { action: 'person.reset_password' });
    return accepted(person);
  });
}

const UNKNOWN_LINK: Refusal = refuse(
  'not_found',
  'The link is unknown, used or older than a day. Ask the operator for a new one: causeway people reset-password EMAIL',
);

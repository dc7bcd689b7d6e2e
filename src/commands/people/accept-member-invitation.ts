import { permissionsOf } from '../../domain/access/role.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  deleteMemberInvitation,
  findMemberInvitationByToken,
  type MemberInvitationRow,
} from '../../store/people/member-invitations.ts';
import { insertMember, lockMembers } from '../../store/people/members.ts';
import { findPersonByEmail, insertPerson } from '../../store/people/people.ts';
import { noteAct } from '../note-act.ts';
import { hashLinkToken } from './link-token.ts';
import type { PeopleParts } from './people-parts.ts';

type Invitation = MemberInvitationRow & { readonly organizationName: string };
type LinkParts = Pick<PeopleParts, 'hashWithKey'>;

export interface InvitationView extends Invitation {
  /** Whether there is a person of that address, who joins instead of beginning anew. */
  readonly hasPerson: boolean;
}

/** What an invitation is for, by its token. */
export async function readMemberInvitation(
  parts: Omit<PeopleParts, 'hashPassword'>,
  token: string,
): Promise<Result<InvitationView>> {
  const at = instantFromMs(parts.nowMs());
  const invitation = await findInForce(parts.sql, parts, token, at);
  if (invitation === null) return refused(UNKNOWN_LINK);
  return accepted({ ...invitation, hasPerson: (await findPersonByEmail(parts.sql, invitation.email)) !== null });
}

/** Makes a person of an invitation, and a member of that person. */
export async function acceptMemberInvitation(
  parts: PeopleParts,
  given: { readonly token: string; readonly name: string; readonly password: string },
  request: { readonly requestId: string; readonly sourceAddress: string | null },
): Promise<Result<Invitation>> {
  const createdAt = instantFromMs(parts.nowMs());
  const known = await readMemberInvitation(parts, given.token);
  if (!known.ok) return known;
  if (known.value.hasPerson) return refused(HAS_PERSON);
  const passwordHash = await parts.hashPassword(given.password);
  const person = { id: parts.newId(), name: given.name.trim(), email: known.value.email, createdAt };
  const actor = { kind: 'member', id: person.id, label: person.email, ...request } as const;
  return parts.sql.begin(async (db): Promise<Result<Invitation>> => {
    const invitation = await lockInvitation(db, parts, { token: given.token, at: createdAt, known: known.value });
    if (invitation === null) return refused(UNKNOWN_LINK);
    if (!(await insertPerson(db, person, { id: parts.newId(), passwordHash }))) return refused(HAS_PERSON);
    await join(db, { ...parts, actor }, invitation, person.id);
    return accepted(invitation);
  });
}

/** Makes a member of a person who is signed in, and whose address the invitation is for. */
export async function joinByInvitation(
  parts: Omit<PeopleParts, 'hashPassword'>,
  person: { readonly id: string; readonly email: string },
  token: string,
): Promise<Result<Invitation>> {
  const at = instantFromMs(parts.nowMs());
  const known = await readMemberInvitation(parts, token);
  if (!known.ok) return known;
  if (known.value.email !== person.email)
    return refused(refuse('conflict', `The invitation is for ${known.value.email}. Sign in with that address.`));
  return parts.sql.begin(async (db): Promise<Result<Invitation>> => {
    const invitation = await lockInvitation(db, parts, { token, at, known: known.value });
    if (invitation === null) return refused(UNKNOWN_LINK);
    await join(db, parts, invitation, person.id);
    return accepted(invitation);
  });
}

/** Read again under the lock of its organization: somebody may have used or withdrawn it. */
async function lockInvitation(
  db: Db,
  parts: LinkParts,
  { token, at, known }: { readonly token: string; readonly at: Instant; readonly known: Invitation },
): Promise<Invitation | null> {
  await lockMembers(db, known.organizationId);
  return findInForce(db, parts, token, at);
}

/** An invitation is worth what its maker may do now: it must not bring back whoever was removed. */
async function findInForce(db: Db, parts: LinkParts, token: string, at: Instant): Promise<Invitation | null> {
  const found = await findMemberInvitationByToken(db, hashLinkToken(parts, token), at);
  if (found === null) return null;
  const { hasMaker, makerRole, ...invitation } = found;
  if (!hasMaker) return invitation;
  const rights = makerRole === null ? null : permissionsOf(makerRole, 'live');
  const needed = invitation.role === 'owner' ? 'owners:write' : 'members:write';
  return rights?.has(needed) ? invitation : null;
}

async function join(
  db: Db,
  parts: Omit<PeopleParts, 'hashPassword'>,
  { organizationId, id, role }: Invitation,
  personId: string,
): Promise<void> {
  await deleteMemberInvitation(db, organizationId, id);
  await insertMember(db, { organizationId, personId, role, createdAt: instantFromMs(parts.nowMs()) });
  const act = { action: 'member.join', targetType: 'person', targetId: personId, details: { role } } as const;
  await noteAct(db, parts, { organizationId, environment: null }, act);
}

const UNKNOWN_LINK: Refusal = refuse(
  'not_found',
  'The invitation is unknown, used, withdrawn or older than seven days, or who made it could not make it any more. Ask for a new one.',
);
const HAS_PERSON: Refusal = refuse(
  'conflict',
  'There is a person with this address already. Sign in, then open the invitation again.',
);

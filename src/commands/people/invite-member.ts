import type { Role } from '../../domain/access/role.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import {
  deleteMemberInvitation,
  findMemberInvitation,
  insertMemberInvitation,
  listMemberInvitations,
  type MemberInvitationRow,
} from '../../store/people/member-invitations.ts';
import { countMembers, findMember, lockMembers } from '../../store/people/members.ts';
import { findPersonByEmail } from '../../store/people/people.ts';
import { noteAct } from '../note-act.ts';
import { lockActingMember } from './acting-member.ts';
import { makeLinkToken } from './link-token.ts';
import type { PeopleParts } from './people-parts.ts';

const LIFETIME_MS = 7 * 86_400_000;
/** Members and open invitations of an organization together. */
export const MAX_MEMBERS = 500;

type InvitingParts = Omit<PeopleParts, 'hashPassword'>;

/** Makes an invitation, in the place of an earlier one of the same address. Its token is returned this once. */
export async function inviteMember(
  parts: InvitingParts,
  organizationId: string,
  given: { readonly email: string; readonly role: Role },
  { mayTouchOwners }: { readonly mayTouchOwners: boolean },
): Promise<Result<{ readonly invitation: MemberInvitationRow; readonly token: string }>> {
  const email = given.email.toLowerCase();
  const createdAt = instantFromMs(parts.nowMs());
  const { token, tokenHash } = makeLinkToken(parts);
  const invitedBy = parts.actor.kind === 'member' ? parts.actor.id : null;
  const expiresAt = addMs(createdAt, LIFETIME_MS);
  const invitation = { organizationId, id: parts.newId(), email, role: given.role, createdAt, expiresAt };
  return parts.sql.begin(async (db): Promise<Result<{ invitation: MemberInvitationRow; token: string }>> => {
    await lockMembers(db, organizationId);
    const acting = await lockActingMember(db, parts.actor, { organizationId, environment: 'live' }, 'members:write');
    if (acting.refusal !== null) return refused(acting.refusal);
    const touchesOwners = acting.permissions?.has('owners:write') ?? mayTouchOwners;
    if (given.role === 'owner' && !touchesOwners)
      return refused(refuse('insufficient_scope', 'Only an owner can invite an owner.'));
    const person = await findPersonByEmail(db, email);
    if (person !== null && (await findMember(db, organizationId, person.id)) !== null)
      return refused(refuse('conflict', `${email} is a member already. Change the role instead.`));
    const known = await listMemberInvitations(db, organizationId, createdAt);
    if (!touchesOwners && known.some((each) => each.email === email && each.role === 'owner'))
      return refused(OF_AN_OWNER);
    const open = known.filter((each) => each.email !== email);
    if ((await countMembers(db, organizationId)) + open.length >= MAX_MEMBERS)
      return refused(
        refuse(
          'conflict',
          `An organization has ${MAX_MEMBERS} members and open invitations at most. Remove some first.`,
        ),
      );
    await insertMemberInvitation(db, { ...invitation, tokenHash, invitedBy });
    await noteAct(
      db,
      parts,
      { organizationId, environment: null },
      {
        action: 'member_invitation.create',
        targetType: 'member_invitation',
        targetId: invitation.id,
        details: { role: given.role },
      },
    );
    return accepted({ invitation, token });
  });
}

/** Withdraws an invitation. To withdraw that of an owner takes an owner. */
export async function revokeMemberInvitation(
  parts: InvitingParts,
  organizationId: string,
  id: string,
  { mayTouchOwners }: { readonly mayTouchOwners: boolean },
): Promise<Result<null>> {
  return parts.sql.begin(async (db): Promise<Result<null>> => {
    await lockMembers(db, organizationId);
    const acting = await lockActingMember(db, parts.actor, { organizationId, environment: 'live' }, 'members:write');
    if (acting.refusal !== null) return refused(acting.refusal);
    const touchesOwners = acting.permissions?.has('owners:write') ?? mayTouchOwners;
    const invitation = await findMemberInvitation(db, organizationId, id);
    if (invitation === null) return refused(refuse('not_found', 'There is no such invitation.'));
    if (invitation.role === 'owner' && !touchesOwners) return refused(OF_AN_OWNER);
    await deleteMemberInvitation(db, organizationId, id);
    await noteAct(
      db,
      parts,
      { organizationId, environment: null },
      { action: 'member_invitation.revoke', targetType: 'member_invitation', targetId: id },
    );
    return accepted(null);
  });
}

const OF_AN_OWNER: Refusal = refuse(
  'insufficient_scope',
  'Only an owner can withdraw or replace the invitation of an owner.',
);

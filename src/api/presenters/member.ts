import type { MemberInvitationRow } from '../../store/people/member-invitations.ts';
import type { MemberRow } from '../../store/people/members.ts';
import type { Presented } from '../operation.ts';

/** A person as a member of one organization: the time is that of joining, not that of the account. */
export function presentMember(member: MemberRow): Presented<'Member'> {
  const { personId, name, email, role, hasTwoFactor, createdAt } = member;
  return { personId, name, email, role, hasTwoFactor, joinedAt: createdAt };
}

/** Without its token, which only the mailed link has. */
export function presentInvitation(invitation: MemberInvitationRow): Presented<'Invitation'> {
  const { id, email, role, createdAt, expiresAt } = invitation;
  return { id, email, role, createdAt, expiresAt };
}

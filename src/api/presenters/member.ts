import type { MemberInvitationRow } from '../../store/people/member-invitations.ts';
import type { MemberRow } from '../../store/people/members.ts';
import type { Presented } from '../operation.ts';

export function presentMember(member: MemberRow): Presented<'Member'> {
  const { personId, name, email, role, hasTwoFactor, createdAt } = member;
  return { personId, name, email, role, hasTwoFactor, joinedAt: createdAt };
}

export function presentInvitation(invitation: MemberInvitationRow): Presented<'Invitation'> {
  const { id, email, role, createdAt, expiresAt } = invitation;
  return { id, email, role, createdAt, expiresAt };
}

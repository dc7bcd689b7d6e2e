import { readMemberInvitation } from '../../../commands/people/accept-member-invitation.ts';
import { defineOperation } from '../../operation.ts';
import { refuseLink } from '../../sign-in/link-refusal.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const getInvitationByToken = defineOperation('getInvitationByToken', {
  async handle({ body }, { parts, client }) {
    const found = await readMemberInvitation(peoplePartsOf(parts), body.token);
    if (!found.ok) return refuseLink(parts, client, found.refusal);
    const { organizationName, email, role, hasPerson, expiresAt } = found.value;
    return { status: 200, body: { organizationName, email, role, hasPerson, expiresAt } };
  },
});

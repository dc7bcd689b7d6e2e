import { readMemberInvitation } from '../../../commands/accept-member-invitation.ts';
import { refuseLink } from '../../link-refusal.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../people-parts-of.ts';

export const getInvitationByToken = defineOperation('getInvitationByToken', {
  async handle({ body }, { parts, client }) {
    const found = await readMemberInvitation(peoplePartsOf(parts), body.token);
    if (!found.ok) return refuseLink(parts, client, found.refusal);
    const { organizationName, email, role, hasPerson, expiresAt } = found.value;
    return { status: 200, body: { organizationName, email, role, hasPerson, expiresAt } };
  },
});

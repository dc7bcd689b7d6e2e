import { acceptMemberInvitation } from '../../../commands/accept-member-invitation.ts';
import { refuseLink } from '../../link-refusal.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../people-parts-of.ts';

export const acceptInvitation = defineOperation('acceptInvitation', {
  async handle({ body }, { parts, client, requestId }) {
    const request = { requestId, sourceAddress: client.peerAddress };
    const accepted = await acceptMemberInvitation(peoplePartsOf(parts), body, request);
    if (!accepted.ok) return refuseLink(parts, client, accepted.refusal);
    return { status: 201, body: { email: accepted.value.email } };
  },
});

import { acceptMemberInvitation } from '../../../commands/people/accept-member-invitation.ts';
import { defineOperation } from '../../operation.ts';
import { refuseLink } from '../../sign-in/link-refusal.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const acceptInvitation = defineOperation('acceptInvitation', {
  async handle({ body }, { parts, client, requestId }) {
    const request = { requestId, sourceAddress: client.peerAddress };
    const accepted = await acceptMemberInvitation(peoplePartsOf(parts), body, request);
    if (!accepted.ok) return refuseLink(parts, client, accepted.refusal);
    return { status: 201, body: { email: accepted.value.email } };
  },
});

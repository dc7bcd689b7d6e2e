import { inviteMember } from '../../../commands/people/invite-member.ts';
import { defineOperation } from '../../operation.ts';
import { presentInvitation } from '../../presenters/member.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const createInvitation = defineOperation('createInvitation', {
  async handle({ body }, { parts, principal: { organizationId, scopes } }) {
    const rights = { mayTouchOwners: scopes.has('owners:write') };
    const invited = await inviteMember(peoplePartsOf(parts), organizationId, body, rights);
    if (!invited.ok) return invited.refusal;
    const { invitation, token } = invited.value;
    return { status: 201, body: { invitation: presentInvitation(invitation), token } };
  },
});

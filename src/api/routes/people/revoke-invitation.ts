import { revokeMemberInvitation } from '../../../commands/people/invite-member.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const revokeInvitation = defineOperation('revokeInvitation', {
  async handle({ path }, { parts, principal: { organizationId, scopes } }) {
    const rights = { mayTouchOwners: scopes.has('owners:write') };
    const revoked = await revokeMemberInvitation(peoplePartsOf(parts), organizationId, path.invitationId, rights);
    return revoked.ok ? { status: 204 } : revoked.refusal;
  },
});

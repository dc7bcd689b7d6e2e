import { joinByInvitation } from '../../../commands/people/accept-member-invitation.ts';
import { defineOperation } from '../../operation.ts';
import { presentMembership } from '../../presenters/membership.ts';
import { refuseLink } from '../../sign-in/link-refusal.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const joinOrganization = defineOperation('joinOrganization', {
  async handle({ body }, { parts, person, client }) {
    const joined = await joinByInvitation(peoplePartsOf(parts), person, body.token);
    return joined.ok
      ? { status: 200, body: presentMembership(joined.value) }
      : refuseLink(parts, client, joined.refusal);
  },
});

import { joinByInvitation } from '../../../commands/accept-member-invitation.ts';
import { refuseLink } from '../../link-refusal.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../people-parts-of.ts';
import { presentMembership } from '../../presenters/membership.ts';

export const joinOrganization = defineOperation('joinOrganization', {
  async handle({ body }, { parts, person, client }) {
    const joined = await joinByInvitation(peoplePartsOf(parts), person, body.token);
    return joined.ok
      ? { status: 200, body: presentMembership(joined.value) }
      : refuseLink(parts, client, joined.refusal);
  },
});

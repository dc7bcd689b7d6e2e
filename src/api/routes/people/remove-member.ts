import { removeMember as remove } from '../../../commands/people/change-member.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const removeMember = defineOperation('removeMember', {
  async handle({ path }, { parts, principal: { organizationId, scopes } }) {
    const change = { organizationId, personId: path.personId, mayTouchOwners: scopes.has('owners:write') };
    const removed = await remove(peoplePartsOf(parts), change);
    return removed.ok ? { status: 204 } : removed.refusal;
  },
});

import { updateMember as update } from '../../../commands/people/change-member.ts';
import { defineOperation } from '../../operation.ts';
import { presentMember } from '../../presenters/member.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const updateMember = defineOperation('updateMember', {
  async handle({ path, body }, { parts, principal: { organizationId, scopes } }) {
    const change = { organizationId, personId: path.personId, mayTouchOwners: scopes.has('owners:write') };
    const updated = await update(peoplePartsOf(parts), change, body.role);
    return updated.ok ? { status: 200, body: presentMember(updated.value) } : updated.refusal;
  },
});

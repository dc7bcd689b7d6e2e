import { createOwnOrganization } from '../../../commands/people/create-own-organization.ts';
import { defineOperation } from '../../operation.ts';
import { presentMembership } from '../../presenters/membership.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const createOrganization = defineOperation('createOrganization', {
  async handle({ body }, { parts, person }) {
    const created = await createOwnOrganization(peoplePartsOf(parts), person.id, body.name);
    if (!created.ok) return created.refusal;
    const { id: organizationId, name: organizationName } = created.value;
    return { status: 201, body: presentMembership({ organizationId, organizationName, role: 'owner' }) };
  },
});

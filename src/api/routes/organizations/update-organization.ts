import { renameOrganization } from '../../../commands/people/rename-organization.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const updateOrganization = defineOperation('updateOrganization', {
  async handle({ body }, { parts, principal }) {
    const renamed = await renameOrganization(peoplePartsOf(parts), principal.organizationId, body.name);
    return renamed.ok ? { status: 200, body: renamed.value } : renamed.refusal;
  },
});

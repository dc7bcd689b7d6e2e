import { updateEntityContacts } from '../../../commands/entities/update-entity-contacts.ts';
import { refuse } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { presentEntity } from '../../presenters/entity.ts';

export const updateEntity = defineOperation('updateEntity', {
  async handle({ path, body }, { parts, principal }) {
    const entity = await updateEntityContacts(parts, principal.organizationId, path.entityId, body.contactEmails);
    if (entity === null) return refuse('not_found', 'There is no such entity.');
    return { status: 200, body: presentEntity(entity) };
  },
});

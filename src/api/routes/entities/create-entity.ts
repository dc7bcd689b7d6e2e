import { createEntity as create } from '../../../commands/entities/create-entity.ts';
import { defineOperation } from '../../operation.ts';
import { presentEntity } from '../../presenters/entity.ts';

export const createEntity = defineOperation('createEntity', {
  async handle({ body }, { parts, principal }) {
    const { externalEntityId, name = null, metadata = {} } = body;
    const created = await create(parts, principal.organizationId, { externalEntityId, name, metadata });
    if (!created.ok) return created.refusal;
    const entity = presentEntity(created.value);
    return { status: 201, headers: { Location: `/v1/entities/${entity.entityId}` }, body: entity };
  },
});

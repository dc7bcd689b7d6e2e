import { refuse } from '../../../domain/refusal.ts';
import { findEntity } from '../../../store/tenants/entities.ts';
import { defineOperation } from '../../operation.ts';
import { presentEntity } from '../../presenters/entity.ts';

export const getEntity = defineOperation('getEntity', {
  async handle({ path }, { parts, principal }) {
    const entity = await findEntity(parts.sql, principal.organizationId, path.entityId);
    if (entity === null) return refuse('not_found', 'There is no such entity.');
    return { status: 200, body: presentEntity(entity) };
  },
});

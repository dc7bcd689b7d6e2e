import { deleteEntity as remove } from '../../../commands/entities/delete-entity.ts';
import { defineOperation } from '../../operation.ts';

export const deleteEntity = defineOperation('deleteEntity', {
  async handle({ path }, { parts, principal }) {
    const removed = await remove(parts, principal.organizationId, path.entityId);
    return removed.ok ? { status: 204 } : removed.refusal;
  },
});

import type { EntityRow } from '../../store/tenants/entities.ts';

/** In the contract's words: the id is `entityId` there, and the default entity is marked. */
export function presentEntity(entity: EntityRow) {
  return {
    entityId: entity.id,
    externalEntityId: entity.externalEntityId,
    isDefaultOrgEntity: entity.isDefault,
    createdAt: entity.createdAt,
    updatedAt: entity.updatedAt,
    name: entity.name,
    contactEmails: [...entity.contactEmails],
    metadata: entity.metadata,
  };
}

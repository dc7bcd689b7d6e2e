import type { Schemas } from '../../api/operation-types.ts';

export type Entity = Schemas['Entity'];

/** What an entity is called. */
export function entityName({ name, externalEntityId }: Pick<Entity, 'name' | 'externalEntityId'>): string {
  return name ?? externalEntityId;
}

/** Entities for a field to choose from. */
export function entityOptions(entities: readonly Entity[]): { value: string; label: string }[] {
  return entities.map((entity) => ({ value: entity.entityId, label: entityName(entity) }));
}

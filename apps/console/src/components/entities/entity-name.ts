import type { Schemas } from '../../api/operation-types.ts';

export type Entity = Schemas['Entity'];

/** What an entity is called. */
export function entityName({ name, externalEntityId }: Entity): string {
  return name ?? externalEntityId;
}

import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { type EntityRow, insertEntity } from '../../store/tenants/entities.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** Adds a customer entity; its external id must be new to the organization. */
export async function createEntity(
  parts: CommandParts,
  organizationId: string,
  request: {
    readonly externalEntityId: string;
    readonly name: string | null;
    readonly metadata: Record<string, unknown>;
  },
): Promise<Result<EntityRow>> {
  const at = instantFromMs(parts.nowMs());
  const entity: EntityRow = {
    organizationId,
    id: parts.newId(),
    externalEntityId: request.externalEntityId,
    isDefault: false,
    name: request.name,
    contactEmails: [],
    metadata: request.metadata,
    createdAt: at,
    updatedAt: at,
  };
  return parts.sql.begin(async (db): Promise<Result<EntityRow>> => {
    if (!(await insertEntity(db, entity)))
      return refused(
        refuse(
          'conflict',
          'The organization has an entity with this externalEntityId already. Use that entity or another id.',
        ),
      );
    const place = { organizationId, environment: null };
    await noteAct(db, parts, place, { action: 'entity.create', targetType: 'entity', targetId: entity.id });
    return accepted(entity);
  });
}

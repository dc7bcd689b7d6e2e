import { instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { insertFirstEntity } from '../../store/tenants/entities.ts';
import { insertOrganization, type OrganizationRow } from '../../store/tenants/organizations.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** External id of the entity that stands for the organization itself. */
export const DEFAULT_ENTITY = 'default';

/** Adds an organization with its default entity. */
export async function createOrganization(parts: OrganizationParts & Pick<CommandParts, 'sql'>, name: string) {
  return parts.sql.begin((db) => addOrganization(db, parts, name));
}

export type OrganizationParts = Pick<CommandParts, 'actor' | 'newId' | 'nowMs'>;

/** The same in a transaction of the caller's. */
export async function addOrganization(db: Db, parts: OrganizationParts, name: string): Promise<OrganizationRow> {
  const createdAt = instantFromMs(parts.nowMs());
  const organization = { id: parts.newId(), name, createdAt };
  await insertOrganization(db, organization);
  await insertFirstEntity(db, {
    organizationId: organization.id,
    id: parts.newId(),
    externalEntityId: DEFAULT_ENTITY,
    isDefault: true,
    name,
    contactEmails: [],
    metadata: {},
    createdAt,
    updatedAt: createdAt,
  });
  const place = { organizationId: organization.id, environment: null };
  const act = { action: 'organization.create', targetType: 'organization', targetId: organization.id } as const;
  await noteAct(db, parts, place, act);
  return organization;
}

import { instantFromMs } from '../domain/instant.ts';
import { insertEntity } from '../store/entities.ts';
import { insertOrganization, type OrganizationRow } from '../store/organizations.ts';
import type { CommandParts } from './parts.ts';

/** External id of the entity that stands for the organization itself. */
export const DEFAULT_ENTITY = 'default';

/** Adds an organization with its default entity. */
export async function createOrganization(parts: CommandParts, name: string): Promise<OrganizationRow> {
  const createdAt = instantFromMs(parts.nowMs());
  const organization = { id: parts.newId(), name, createdAt };
  await parts.sql.begin(async (db) => {
    await insertOrganization(db, organization);
    await insertEntity(db, {
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
  });
  return organization;
}

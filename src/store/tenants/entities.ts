import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';

export interface EntityRow {
  readonly organizationId: string;
  readonly id: string;
  readonly externalEntityId: string;
  readonly isDefault: boolean;
  readonly name: string | null;
  readonly contactEmails: readonly string[];
  readonly metadata: Record<string, unknown>;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Adds an entity; false when the organization has one with this external id already. */
export async function insertEntity(db: Db, entity: EntityRow): Promise<boolean> {
  const result = await db`insert into entities
      (organization_id, id, external_entity_id, is_default, name, contact_emails, metadata, created_at, updated_at)
    values (${entity.organizationId}, ${entity.id}, ${entity.externalEntityId}, ${entity.isDefault}, ${entity.name},
      ${[...entity.contactEmails]}, ${db.json(entity.metadata as never)}, ${entity.createdAt}, ${entity.updatedAt})
    on conflict (organization_id, external_entity_id) do nothing`;
  return result.count === 1;
}

/** Adds an entity to an organization that has none: a session of the service may do this, and cannot look for another of the same name. */
export async function insertFirstEntity(db: Db, entity: EntityRow): Promise<void> {
  await db`insert into entities
      (organization_id, id, external_entity_id, is_default, name, contact_emails, metadata, created_at, updated_at)
    values (${entity.organizationId}, ${entity.id}, ${entity.externalEntityId}, ${entity.isDefault}, ${entity.name},
      ${[...entity.contactEmails]}, ${db.json(entity.metadata as never)}, ${entity.createdAt}, ${entity.updatedAt})`;
}

/** The organization's entity with that id: one entity for both environments. */
export async function findEntity(db: Db, organizationId: string, id: string): Promise<EntityRow | null> {
  const [row] = await db<EntityRow[]>`select * from entities where organization_id = ${organizationId} and id = ${id}`;
  return row ?? null;
}

/** The same, locked against change and deletion until the transaction ends. */
export async function lockEntity(db: Db, organizationId: string, id: string): Promise<EntityRow | null> {
  const [row] = await db<EntityRow[]>`
    select * from entities where organization_id = ${organizationId} and id = ${id} for update`;
  return row ?? null;
}

/** Newest first. */
export async function listEntities(
  db: Db,
  organizationId: string,
  filter: { readonly externalEntityId: string | null },
  page: Page<{ readonly id: string }>,
): Promise<EntityRow[]> {
  return db<EntityRow[]>`select * from entities
    where organization_id = ${organizationId}
      ${filter.externalEntityId === null ? db`` : db`and external_entity_id = ${filter.externalEntityId}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** Replaces all contacts. Returns the entity as it is then; null when there is none with that id. */
export async function updateEntityContacts(
  db: Db,
  organizationId: string,
  id: string,
  change: Pick<EntityRow, 'contactEmails' | 'updatedAt'>,
): Promise<EntityRow | null> {
  const [row] = await db<EntityRow[]>`
    update entities set contact_emails = ${[...change.contactEmails]}, updated_at = ${change.updatedAt}
    where organization_id = ${organizationId} and id = ${id} returning *`;
  return row ?? null;
}

/** Deletes the entity with its connections and accounts; its transactions must have been removed before. */
export async function deleteEntity(db: Db, organizationId: string, id: string): Promise<void> {
  await db`delete from entities where organization_id = ${organizationId} and id = ${id}`;
}

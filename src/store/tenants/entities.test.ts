import { describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import {
  countRows,
  createAccount,
  createActiveConnection,
  createTenant,
} from '../../../test/support/records/ledger.ts';
import {
  deleteEntity,
  type EntityRow,
  findEntity,
  insertEntity,
  listEntities,
  updateEntityContacts,
} from './entities.ts';

const AT = '2026-11-20T06:00:00.000Z';

const database = stageDatabase();
const stage = stageTenant(database);

function newEntity(changes: Partial<EntityRow> = {}): EntityRow {
  const id = stage.parts.newId();
  return {
    organizationId: stage.tenant.organizationId,
    id,
    externalEntityId: `e-${id}`,
    isDefault: false,
    name: 'Shop',
    contactEmails: ['a@shop.example', 'quo"te,@shop.example'],
    metadata: { nested: { list: [1, 'two', null] } },
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  };
}

describe('entities', () => {
  it('are stored as they are given', async () => {
    const entity = newEntity();
    expect(await insertEntity(database.sql, entity)).toBe(true);
    expect(await findEntity(database.sql, stage.tenant.organizationId, entity.id)).toEqual(entity);
    expect(await findEntity(database.sql, stage.parts.newId(), entity.id)).toBeNull();
  });

  it('have external ids that are unique in their organization only', async () => {
    const entity = newEntity();
    await insertEntity(database.sql, entity);
    const again = newEntity({ externalEntityId: entity.externalEntityId });
    expect(await insertEntity(database.sql, again)).toBe(false);
    const elsewhere = await createTenant(stage.parts);
    expect(await insertEntity(database.sql, { ...again, organizationId: elsewhere.organizationId })).toBe(true);
  });

  it('have one default in each organization', async () => {
    await insertEntity(database.sql, newEntity({ isDefault: true }));
    await expect(insertEntity(database.sql, newEntity({ isDefault: true }))).rejects.toMatchObject({ code: '23505' });
  });

  it('are listed newest first, page by page, or found by their external id', async () => {
    const made = [newEntity(), newEntity(), newEntity()];
    for (const entity of made) await insertEntity(database.sql, entity);
    const { organizationId } = stage.tenant;
    const list = async (externalEntityId: string | null, limit: number, after: string | undefined) =>
      (
        await listEntities(
          database.sql,
          organizationId,
          { externalEntityId },
          { limit, after: after === undefined ? null : { id: after } },
        )
      ).map(({ id }) => made.findIndex((entity) => entity.id === id));
    expect(await list(null, 2, undefined)).toEqual([2, 1]);
    expect(await list(null, 2, made[1]?.id)).toEqual([0, -1]);
    expect(await list(made[1]?.externalEntityId ?? null, 9, undefined)).toEqual([1]);
    expect(await list('nobody', 9, undefined)).toEqual([]);
  });

  it('get new contacts, and say when', async () => {
    const change = { contactEmails: ['new@shop.example'], updatedAt: '2026-11-21T06:00:00.000Z' };
    const { organizationId, entityId } = stage.tenant;
    const changed = await updateEntityContacts(database.sql, organizationId, entityId, change);
    expect(changed).toMatchObject({ ...change, createdAt: AT });
    const none = { ...change, contactEmails: [] };
    expect(await updateEntityContacts(database.sql, organizationId, entityId, none)).toMatchObject(none);
    expect(await updateEntityContacts(database.sql, organizationId, stage.parts.newId(), none)).toBeNull();
  });

  it('take connections and accounts with them when they are deleted', async () => {
    await createAccount(stage.parts, stage.tenant, await createActiveConnection(stage.parts, stage.tenant));
    await deleteEntity(database.sql, stage.tenant.organizationId, stage.tenant.entityId);
    for (const table of ['entities', 'connections', 'accounts', 'account_aliases'])
      expect(await countRows(database.sql, table, stage.tenant.organizationId), table).toBe(0);
  });
});

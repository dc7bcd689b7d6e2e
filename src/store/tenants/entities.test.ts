import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { countRows, createAccount, createActiveConnection, createTenant } from '../../../test/support/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import {
  deleteEntity,
  type EntityRow,
  findEntity,
  insertEntity,
  listEntities,
  updateEntityContacts,
} from './entities.ts';
import type { Tenant } from './tenant.ts';

const AT = '2026-11-20T06:00:00.000Z';

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  parts = createCommandParts(database.sql);
});
afterAll(() => database.drop());
beforeEach(async () => {
  tenant = await createTenant(parts);
});

function newEntity(changes: Partial<EntityRow> = {}): EntityRow {
  const id = parts.newId();
  return {
    organizationId: tenant.organizationId,
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
    expect(await findEntity(database.sql, tenant.organizationId, entity.id)).toEqual(entity);
    expect(await findEntity(database.sql, parts.newId(), entity.id)).toBeNull();
  });

  it('have external ids that are unique in their organization only', async () => {
    const entity = newEntity();
    await insertEntity(database.sql, entity);
    const again = newEntity({ externalEntityId: entity.externalEntityId });
    expect(await insertEntity(database.sql, again)).toBe(false);
    const elsewhere = await createTenant(parts);
    expect(await insertEntity(database.sql, { ...again, organizationId: elsewhere.organizationId })).toBe(true);
  });

  it('have one default in each organization', async () => {
    await insertEntity(database.sql, newEntity({ isDefault: true }));
    await expect(insertEntity(database.sql, newEntity({ isDefault: true }))).rejects.toMatchObject({ code: '23505' });
  });

  it('are listed newest first, page by page, or found by their external id', async () => {
    const made = [newEntity(), newEntity(), newEntity()];
    for (const entity of made) await insertEntity(database.sql, entity);
    const { organizationId } = tenant;
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
    const at = '2026-11-21T06:00:00.000Z';
    const { organizationId, entityId } = tenant;
    const changed = await updateEntityContacts(database.sql, organizationId, entityId, ['new@shop.example'], at);
    expect(changed).toMatchObject({ contactEmails: ['new@shop.example'], updatedAt: at, createdAt: AT });
    expect(await updateEntityContacts(database.sql, organizationId, entityId, [], at)).toMatchObject({
      contactEmails: [],
    });
    expect(await updateEntityContacts(database.sql, organizationId, parts.newId(), [], at)).toBeNull();
  });

  it('take connections and accounts with them when they are deleted', async () => {
    await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
    await deleteEntity(database.sql, tenant.organizationId, tenant.entityId);
    for (const table of ['entities', 'connections', 'accounts', 'account_aliases'])
      expect(await countRows(database.sql, table, tenant.organizationId), table).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../test/support/database/snapshot.ts';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import {
  countRows,
  createAccount,
  createActiveConnection,
  createEntityRow,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/records/ledger.ts';
import { acquireLease, lockLease } from '../../store/connections/connection-leases.ts';
import { findConnection } from '../../store/connections/connections.ts';
import { findEntity } from '../../store/tenants/entities.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { type TransactionWrite, writeTransactions } from '../../store/transactions/transaction-writes.ts';
import { createConnection } from '../connections/create-connection.ts';
import { createOrganization } from '../people/create-organization.ts';
import { deleteEntity } from './delete-entity.ts';

const database = stageDatabase();
const stage = stageAccount(database);

async function write(place: Tenant, ...writes: readonly TransactionWrite[]): Promise<void> {
  await database.sql.begin((db) => writeTransactions(db, place, writes));
}

async function read(place: Tenant, position: bigint, filter: { accountId?: string; connectionId?: string } = {}) {
  return readStream(database.sql, place, { position, limit: 99, accountId: null, connectionId: null, ...filter });
}

const remove = (id = stage.tenant.entityId) => deleteEntity(stage.parts, stage.tenant.organizationId, id);

describe('deleting an entity', () => {
  it('tells every client of every transaction that is gone, in both environments and under every filter', async () => {
    const live = { ...stage.tenant, environment: 'live' as const };
    const liveAccount = await createAccount(stage.parts, live, await createActiveConnection(stage.parts, live));
    const [first, second, gone] = [
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
    ];
    await write(stage.tenant, first, second, gone);
    await write(stage.tenant, planRemoval(stage.parts, stage.account, gone));
    await write(live, planWrite(stage.parts, liveAccount));
    expect(await remove()).toEqual({ ok: true, value: null });
    const changes = await read(stage.tenant, 4n);
    expect(changes.head).toBe(6n);
    expect(changes.rows).toMatchObject([
      {
        id: first.id,
        accountId: stage.account.accountId,
        lastPosition: 5n,
        removedReason: 'entityDeleted',
        replacedById: null,
      },
      { id: second.id, connectionId: stage.account.connectionId, lastPosition: 6n, removedReason: 'entityDeleted' },
    ]);
    expect((await read(stage.tenant, 4n, { accountId: stage.account.accountId })).rows).toHaveLength(2);
    expect((await read(stage.tenant, 0n, { connectionId: stage.account.connectionId })).rows).toHaveLength(3);
    expect((await read(live, 1n)).rows).toMatchObject([{ removedReason: 'entityDeleted' }]);
    for (const table of ['entities', 'connections', 'accounts', 'account_aliases', 'daily_balances', 'sync_runs'])
      expect(await countRows(database.sql, table, stage.tenant.organizationId), table).toBe(0);
    expect(await remove()).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
  });

  it('leaves other entities and organizations untouched', async () => {
    const otherId = await createEntityRow(stage.parts, stage.tenant.organizationId);
    const other = { ...stage.tenant, entityId: otherId };
    const otherAccount = await createAccount(stage.parts, other, await createActiveConnection(stage.parts, other));
    const kept = planWrite(stage.parts, otherAccount);
    await write(stage.tenant, planWrite(stage.parts, stage.account), kept);
    const stranger = await createTenant(stage.parts);
    await createActiveConnection(stage.parts, stranger);
    const before = await takeSnapshot(database.sql, stranger.organizationId);
    await remove();
    expect((await read(stage.tenant, 0n)).rows).toMatchObject([
      { id: kept.id, removedReason: null, lastPosition: 2n },
      { removedReason: 'entityDeleted', lastPosition: 3n },
    ]);
    expect(await findEntity(database.sql, stage.tenant.organizationId, otherId)).not.toBeNull();
    expect(await findConnection(database.sql, stage.tenant, otherAccount.connectionId)).not.toBeNull();
    expect(await takeSnapshot(database.sql, stranger.organizationId)).toEqual(before);
    expect(await remove(stranger.entityId)).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
  });

  it('is refused for the default entity', async () => {
    const organization = await createOrganization(stage.parts, 'Acme');
    const [entity] = await database.sql<{ id: string }[]>`
      select id from entities where organization_id = ${organization.id} and is_default`;
    const refused = await deleteEntity(stage.parts, organization.id, entity?.id ?? '');
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'default_entity_protected' } });
  });

  it('is refused while one of its connections is syncing, and then changes nothing', async () => {
    await write(stage.tenant, planWrite(stage.parts, stage.account));
    const { connectionId } = stage.account;
    await acquireLease(database.sql, stage.tenant, {
      connectionId,
      runId: stage.parts.newId(),
      ttlMs: 60_000,
      attemptAt: null,
    });
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await remove()).toMatchObject({ ok: false, refusal: { code: 'sync_in_progress' } });
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it('waits for a commit that is under way, and the commit for it: no row is left behind', async () => {
    const { connectionId } = stage.account;
    const lease = await acquireLease(database.sql, stage.tenant, {
      connectionId,
      runId: stage.parts.newId(),
      ttlMs: 60_000,
      attemptAt: null,
    });
    if (lease === null) throw new Error('no lease');
    const locked = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const commit = database.sql.begin(async (db) => {
      await lockLease(db, stage.tenant, lease);
      locked.resolve();
      await mayCommit.promise;
      await db`update connections set lease_run_id = null, lease_expires_at = null where id = ${connectionId}`;
      await writeTransactions(db, stage.tenant, [planWrite(stage.parts, stage.account)]);
    });
    await locked.promise;
    const deletion = remove();
    mayCommit.resolve();
    await commit;
    expect(await deletion).toEqual({ ok: true, value: null });
    expect((await read(stage.tenant, 0n)).rows).toMatchObject([{ removedReason: 'entityDeleted' }]);
    expect(await database.sql.begin((db) => lockLease(db, stage.tenant, lease))).toBe(false);
  });

  it('at the moment when a connection is made for it ends in one of the two orders', async () => {
    for (let time = 0; time < 5; time += 1) {
      const entityId = await createEntityRow(stage.parts, stage.tenant.organizationId);
      const request = { entityId, institutionId: 'demo-bank', portalUrl: null, metadata: {} };
      const [created, deleted] = await Promise.all([
        createConnection(stage.parts, stage.tenant, request),
        remove(entityId),
      ]);
      expect(deleted.ok).toBe(true);
      // Creating a connection never answers a conflict: the contract has none for it.
      if (!created.ok) expect(created.refusal.code).toBe('validation_error');
      expect(await findEntity(database.sql, stage.tenant.organizationId, entityId)).toBeNull();
    }
  });

  it('of two entities at once neither blocks the other for good', async () => {
    const live = { ...stage.tenant, environment: 'live' as const };
    const entities: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const entityId = await createEntityRow(stage.parts, stage.tenant.organizationId);
      for (const place of [stage.tenant, live]) {
        const owner = { ...place, entityId };
        const key = await createAccount(stage.parts, owner, await createActiveConnection(stage.parts, owner));
        await write(place, planWrite(stage.parts, key), planWrite(stage.parts, key));
      }
      entities.push(entityId);
    }
    const results = await Promise.all(entities.map((entityId) => remove(entityId)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect((await read(stage.tenant, 12n)).head).toBe(24n);
    expect((await read(live, 12n)).rows).toHaveLength(12);
  });
});

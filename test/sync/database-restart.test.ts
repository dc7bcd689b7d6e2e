import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import { type StallingBank, startStallingBank } from '../support/banks/stalling-bank.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { type OwnServer, startOwnServer } from '../support/database/own-server.ts';
import {
  advanceDays,
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  defaultEntityOf,
  eventually,
  putLogin,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let server: OwnServer;
let line: StallingBank;
let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;

const at = () => ({ path: { connectionId: connection.id } });
const isAccountPage = ({ path }: { path: string }) => path.includes('/transactions?');
const answering = () =>
  eventually(
    () => caller.call('listConnections'),
    ({ status }) => status === 200,
    'an answer of the API',
  );

describe.each(['inOrder', 'crash'] as const)('a database server that goes away (%s) and comes back', (how) => {
  beforeAll(async () => {
    server = await startOwnServer();
    line = await startStallingBank();
    system = await startSystem({
      database: server.database,
      settings: { CAUSEWAY_DEMO_BANK_URL: line.url, CAUSEWAY_LEASE_TTL_MS: '1000' },
    });
    line.target = system.bankUrl;
    caller = (await system.createOrganization()).test;
    connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection);
  });
  afterAll(async () => {
    await line?.close();
    await system?.stop();
  });

  it('in the middle of a sync costs nothing but time', async () => {
    const held = line.holdNext(isAccountPage);
    await caller.get('completeConnectionSetup', at());
    await held;
    await server.stop(how);
    // The session goes on at the bank and finds nobody to write to.
    line.release();
    await eventually(
      async () => line.requests.some((request) => request.startsWith('DELETE')),
      (out) => out,
      'the sign-out',
    );
    expect(await caller.call('listConnections')).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable' } },
    });
    await server.start();
    await answering();
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'activation');
    const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', at());
    expect(runs).toMatchObject([{ trigger: 'activation', status: 'succeeded' }]);
    const rows = await caller.all<Schemas['Transaction']>('listTransactions');
    expect(rows.length).toBeGreaterThan(100);
    expect(runs[0]?.counts).toEqual({ added: rows.length, modified: 0, removed: 0 });
    expect(await server.database.sql`select from transaction_revisions`).toHaveLength(rows.length);
    // Schedule, worker and the waiting of uploads all work again.
    expect(await advanceDays(caller, 1, connection.id)).toMatchObject([{ status: 'succeeded' }]);
    const form = fileForm(smallBai2File(2));
    expect(await caller.call('uploadConnectionFile', { ...at(), form })).toMatchObject({
      status: 201,
      body: { status: 'succeeded' },
    });
  });

  it('during requests gives each of them a right answer or `unavailable`, and keeps what was confirmed', async () => {
    const entityId = await defaultEntityOf(caller);
    const confirmed: string[] = [];
    let over = false;
    const ask = async () => {
      for (let number = 0; !over; number += 1) {
        const externalEntityId = `entity-${number}`;
        const { status, body } = await caller.call<Schemas['Entity']>('createEntity', { body: { externalEntityId } });
        // An answer that was lost with the connection may have been committed, so its repetition may meet itself.
        expect([201, 409, 503]).toContain(status);
        if (status === 201) confirmed.push(body.externalEntityId ?? '');
      }
    };
    const read = async () => {
      while (!over) {
        const { status, body } = await caller.call('getEntity', { path: { entityId } });
        expect([200, 503]).toContain(status);
        if (status === 200) expect(body).toMatchObject({ entityId, externalEntityId: 'default' });
      }
    };
    const asking = Promise.all([ask(), read(), read()]);
    await eventually(
      async () => confirmed.length,
      (count) => count >= 10,
      'ten entities',
    );
    await server.stop(how);
    await server.start();
    const before = confirmed.length;
    await eventually(
      async () => confirmed.length,
      (count) => count >= before + 10,
      'ten more entities',
    );
    over = true;
    await asking;
    const kept = new Set(
      (await caller.all<Schemas['Entity']>('listEntities')).map(({ externalEntityId }) => externalEntityId),
    );
    expect(confirmed.filter((id) => !kept.has(id))).toEqual([]);
  });
});

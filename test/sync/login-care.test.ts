import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import { type StallingBank, startStallingBank } from '../support/banks/stalling-bank.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { takeSnapshot } from '../support/database/snapshot.ts';
import {
  advanceDays,
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  eventually,
  makeTrouble,
  openDemoConnection,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let line: StallingBank;
let system: RunningSystem;
let organization: TestOrganization;
let caller: Caller;

beforeAll(async () => {
  line = await startStallingBank();
  system = await startSystem({ settings: { CAUSEWAY_DEMO_BANK_URL: line.url } });
  line.target = system.bankUrl;
});
afterAll(async () => {
  await system?.stop();
  await line?.close();
});
beforeEach(async () => {
  organization = await system.createOrganization();
  caller = organization.test;
});
// A sync that falls due for a connection of an earlier test would be counted, and held, in place of the one that is meant.
afterEach(async () => {
  line.release();
  for (const { id, status } of await caller.all<Schemas['ConnectionResource']>('listConnections'))
    if (status !== 'revoked') await caller.get('revokeConnection', at(id));
  await eventually(
    () => system.database.sql`select from graphile_worker._private_jobs where key like 'sync:%'`,
    (jobs) => jobs.length === 0,
    'the end of all syncs',
  );
});

const at = (id: string) => ({ path: { connectionId: id } });
const open = () => openDemoConnection(caller, system.bankUrl, 'harbor');
const trouble = (connection: DemoConnection, kind: string) =>
  makeTrouble(system.bankUrl, connection.username, { kind });
const becomes = (id: string, status: string) =>
  connectionWhen(caller, id, (connection) => connection.status === status, status);
const healthOf = (id: string) => caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', at(id));
const runsOf = (id: string) => caller.all<Schemas['SyncRun']>('listSyncRuns', at(id));
const isSignIn = ({ path }: { path: string }) => path.endsWith('/sessions');
const isAccountPage = ({ path }: { path: string }) => path.includes('/transactions?');
/** Sign-ins that reached the bank so far. */
const signIns = () => line.requests.filter((request) => request.endsWith('/sessions')).length;

async function beginSync(id: string): Promise<string> {
  return (await caller.get<Schemas['SyncRun']>('syncConnection', at(id))).id;
}

describe('a login that the bank has refused', () => {
  it('in setup is tried once, and never again before another one comes', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    const before = signIns();
    await putLogin(caller, connection, 'wrong');
    await caller.get('completeConnectionSetup', at(connection.id));
    await becomes(connection.id, 'draft');
    const refusal = await caller.refusal('completeConnectionSetup', at(connection.id));
    expect(refusal).toMatchObject({ code: 'setup_incomplete', message: expect.stringContaining('refused') });
    await advanceDays(caller, 10, connection.id);
    expect(signIns() - before).toBe(1);
    await putLogin(caller, connection);
    await caller.get('completeConnectionSetup', at(connection.id));
    await becomes(connection.id, 'active');
    expect(signIns() - before).toBe(2);
  });

  it('later is tried once, whatever is asked of the connection meanwhile', async () => {
    const connection = await open();
    await putLogin(caller, connection, 'wrong');
    const before = signIns();
    await runWhenEnded(caller, connection.id, await beginSync(connection.id));
    await becomes(connection.id, 'reauthRequired');
    expect(await caller.refusal('syncConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
    await caller.get('completeConnectionSetup', at(connection.id));
    await caller.get('pauseConnection', at(connection.id));
    await caller.get('resumeConnection', at(connection.id));
    await caller.get('uploadConnectionFile', { ...at(connection.id), form: fileForm(smallBai2File(1)) });
    expect(await advanceDays(caller, 30, connection.id)).toEqual([]);
    expect(signIns() - before).toBe(1);
  });

  it('in setup does not stand in the way of one that came while it was tried', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection, 'wrong');
    const held = line.holdNext(isSignIn);
    await caller.get('completeConnectionSetup', at(connection.id));
    await held;
    await putLogin(caller, connection);
    line.release();
    await becomes(connection.id, 'draft');
    await caller.get('completeConnectionSetup', at(connection.id));
    await becomes(connection.id, 'active');
  });

  it('later gives way at once to one that came while it was tried', async () => {
    const connection = await open();
    await putLogin(caller, connection, 'wrong');
    const held = line.holdNext(isSignIn);
    const run = await beginSync(connection.id);
    await held;
    await putLogin(caller, connection);
    line.release();
    expect(await runWhenEnded(caller, connection.id, run)).toMatchObject({ error: { code: 'credentials_rejected' } });
    await eventually(
      () => runsOf(connection.id),
      ([latest]) => latest?.id !== run && latest?.status === 'succeeded',
      'a sync with the new login',
    );
    await becomes(connection.id, 'active');
  });
});

describe('a bank that stays down', () => {
  it('is asked after 5, 10, 20 … minutes, at most every six hours or so, and never in between', async () => {
    const connection = await open();
    await trouble(connection, 'down');
    await runWhenEnded(caller, connection.id, await beginSync(connection.id));
    await becomes(connection.id, 'errored');
    for (const [index, minutes] of [5, 10, 20, 40, 80, 160, 320, 360, 360].entries()) {
      const health = await healthOf(connection.id);
      expect(health.consecutiveFailures).toBe(index + 1);
      const dueMs = Date.parse(health.nextAttemptAt ?? '');
      const waitMinutes = (dueMs - Date.parse(health.lastAttemptAt ?? '')) / 60_000;
      expect(waitMinutes).toBeGreaterThanOrEqual(minutes);
      // It counts from the end of the attempt, which is half a minute after its beginning at most.
      expect(waitMinutes).toBeLessThanOrEqual(minutes * 1.2 + 0.5);
      const before = signIns();
      const early = new Date(dueMs - 30_000).toISOString();
      const jump = { body: { until: early } };
      expect((await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', jump)).syncRunIds).toEqual([]);
      const due = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
        body: { until: health.nextAttemptAt },
      });
      expect(due.syncRunIds).toHaveLength(1);
      await runWhenEnded(caller, connection.id, due.syncRunIds[0] ?? '');
      expect(signIns() - before).toBe(1);
    }
    await trouble(connection, 'none');
    await advanceDays(caller, 1, connection.id);
    expect(await becomes(connection.id, 'active')).toMatchObject({ errorCode: null });
    expect(await healthOf(connection.id)).toMatchObject({ consecutiveFailures: 0, lastError: null });
  });
});

describe('a connection whose sync is at the bank', () => {
  async function holdSync(connection: DemoConnection): Promise<string> {
    const held = line.holdNext(isAccountPage);
    const run = await beginSync(connection.id);
    await held;
    return run;
  }

  it('takes no second sync and no file', async () => {
    const connection = await open();
    const run = await holdSync(connection);
    expect(await caller.get('getConnection', at(connection.id))).toMatchObject({ syncStatus: 'syncing' });
    const refused = { code: 'sync_in_progress' };
    expect(await caller.refusal('syncConnection', at(connection.id))).toMatchObject(refused);
    const form = fileForm(smallBai2File(1, 'HELD'));
    expect(await caller.refusal('uploadConnectionFile', { ...at(connection.id), form })).toMatchObject(refused);
    line.release();
    await runWhenEnded(caller, connection.id, run);
    const later = await caller.get<Schemas['SyncRun']>('uploadConnectionFile', { ...at(connection.id), form });
    expect(later).toMatchObject({ status: 'succeeded', counts: { added: 1 } });
  });

  it.each([
    ['succeeds', 'none', 'active'],
    ['finds the bank down', 'down', 'errored'],
    ['finds its user locked', 'locked', 'reauthRequired'],
  ])(
    'and that is paused meanwhile stays paused, and resumes as the sync left it when it %s',
    async (_, kind, status) => {
      const connection = await open();
      const run = await holdSync(connection);
      await caller.get('pauseConnection', at(connection.id));
      await trouble(connection, kind);
      line.release();
      await runWhenEnded(caller, connection.id, run);
      expect(await caller.get('getConnection', at(connection.id))).toMatchObject({ status: 'paused' });
      expect(await advanceDays(caller, 10, connection.id)).toEqual([]);
      // Over before it resumes, which makes a sync due at once.
      await trouble(connection, 'none');
      expect(await caller.get('resumeConnection', at(connection.id))).toMatchObject({ status });
      if (status === 'reauthRequired') await putLogin(caller, connection);
      await becomes(connection.id, 'active');
    },
  );

  it('and that is revoked meanwhile gets nothing of it, and its login is erased', async () => {
    const connection = await open();
    const held = line.holdNext(isAccountPage);
    // Ten days bring new rows, which the held sync would write.
    const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
      body: { days: 10 },
    });
    await held;
    const { sql } = system.database;
    expect(await sql`select from connection_credentials where connection_id = ${connection.id}`).toHaveLength(1);
    await caller.get('revokeConnection', at(connection.id));
    expect(await sql`select from connection_credentials where connection_id = ${connection.id}`).toHaveLength(0);
    const before = await takeSnapshot(sql, organization.id);
    const signOuts = line.requests.filter((request) => request.startsWith('DELETE')).length;
    line.release();
    await eventually(
      async () => line.requests.filter((request) => request.startsWith('DELETE')).length,
      // Syncs of other connections fell due as well, and may sign out meanwhile.
      (count) => count > signOuts,
      'the sign-out',
    );
    // The job is gone once the worker has understood that nothing is left to do.
    await eventually(
      () => sql`select from graphile_worker._private_jobs where key = ${`sync:${syncRunIds[0]}`}`,
      (jobs) => jobs.length === 0,
      'the end of the job',
    );
    expect(await takeSnapshot(sql, organization.id)).toEqual(before);
    expect(await runsOf(connection.id)).toMatchObject([{ status: 'failed' }, { status: 'succeeded' }]);
  });
});

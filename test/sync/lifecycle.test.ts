import { beforeEach, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { listEvents } from '../support/records/list-events.ts';
import {
  advanceDays,
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  defaultEntityOf,
  eventually,
  makeTrouble,
  openDemoConnection,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { stageSystem } from '../support/system/system-stage.ts';

const system = stageSystem();
let organization: TestOrganization;
let caller: Caller;

beforeEach(async () => {
  organization = await system.createOrganization();
  caller = organization.test;
});

const open = () => openDemoConnection(caller, system.bankUrl, 'harbor');
const at = (id: string) => ({ path: { connectionId: id } });
const trouble = (connection: DemoConnection, kind: string, afterRequests?: number) =>
  makeTrouble(system.bankUrl, connection.username, { kind, ...(afterRequests === undefined ? {} : { afterRequests }) });
const statusOf = async (id: string) => (await caller.get<Schemas['Connection']>('getConnection', at(id))).status;
const becomes = (id: string, status: string) =>
  connectionWhen(caller, id, (connection) => connection.status === status, status);
const runsOf = (id: string) => caller.all<Schemas['SyncRun']>('listSyncRuns', at(id));

async function syncNow(id: string): Promise<Schemas['SyncRun']> {
  const run = await caller.get<Schemas['SyncRun']>('syncConnection', at(id));
  return runWhenEnded(caller, id, run.id);
}

/** The statuses that the timeline tells, from the first to the last. */
async function timelineOf(id: string): Promise<string[]> {
  const steps = await caller.all<Schemas['ConnectionTransition']>('listConnectionTransitions', at(id));
  return steps.reverse().map(({ cause, previousStatus, status }) => `${cause}: ${previousStatus} → ${status}`);
}

/** The status changes that were announced. */
async function announced(): Promise<string[]> {
  const events = await listEvents(system.database.sql, { organizationId: organization.id, environment: 'test' });
  return events.flatMap(({ type, data }) =>
    type === 'connection.status_changed' ? [`${data.previousStatus} → ${data.status}`] : [],
  );
}

describe('onboarding', () => {
  it('goes from draft over activation to ready, and says so in timeline and events', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    const look = () => caller.get<Schemas['SetupConnection']>('getConnection', at(connection.id));
    expect((await look()).setup).toMatchObject({
      status: 'awaitingDelegatedUserCreation',
      nextAction: 'createDelegatedUser',
      actionRequiredBy: 'endUser',
      credentialsPresent: false,
    });
    await putLogin(caller, connection);
    expect((await look()).setup).toMatchObject({
      status: 'awaitingSetupCompletion',
      nextAction: 'completeSetup',
      credentialsPresent: true,
    });
    const activating = await caller.get<Schemas['SetupConnection']>('completeConnectionSetup', at(connection.id));
    expect(activating).toMatchObject({
      status: 'pendingActivation',
      setup: { status: 'activating', nextAction: 'waitForActivation', actionRequiredBy: 'platform' },
    });
    const ready = await becomes(connection.id, 'active');
    expect(ready).toMatchObject({ id: connection.id, kind: 'ready', errorCode: null });
    expect(await timelineOf(connection.id)).toEqual([
      'setupCompleted: draft → pendingActivation',
      'syncSucceeded: pendingActivation → active',
    ]);
    expect(await announced()).toEqual(['draft → pendingActivation', 'pendingActivation → active']);
    expect(await runsOf(connection.id)).toMatchObject([
      { trigger: 'activation', status: 'succeeded', outcome: 'changed' },
    ]);
  });

  it('asks for the credentials that the institution is known to need', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    const none = await caller.refusal('completeConnectionSetup', at(connection.id));
    expect(none).toMatchObject({
      code: 'setup_incomplete',
      message: expect.stringContaining('bankCustomerId, bankUsername, password'),
    });
    await caller.get('putConnectionCredentials', { ...at(connection.id), body: { bankUsername: connection.username } });
    const some = await caller.refusal('completeConnectionSetup', at(connection.id));
    expect(some.message).toContain('bankCustomerId, password');
    expect(await runsOf(connection.id)).toEqual([]);
  });

  it('goes back to draft with a rejected login, never tries it twice, and ends well with a working one', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection, 'wrong');
    await caller.get('completeConnectionSetup', at(connection.id));
    const failed = await becomes(connection.id, 'draft');
    expect(failed).toMatchObject({
      kind: 'setup',
      setup: {
        status: 'failed',
        errorCode: 'credentials_rejected',
        nextAction: 'submitCredentials',
        actionRequiredBy: 'integrator',
      },
    });
    await advanceDays(caller, 3, connection.id);
    expect(await runsOf(connection.id)).toHaveLength(1);
    await putLogin(caller, connection);
    await caller.get('completeConnectionSetup', at(connection.id));
    await becomes(connection.id, 'active');
  });

  it('waits out a bank that is down, by itself', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection);
    await trouble(connection, 'down');
    await caller.get('completeConnectionSetup', at(connection.id));
    await connectionWhen(
      caller,
      connection.id,
      (seen) => seen.kind === 'setup' && seen.setup.errorCode === 'portal_unavailable',
      'the fault',
    );
    expect(await statusOf(connection.id)).toBe('pendingActivation');
    await trouble(connection, 'none');
    await advanceDays(caller, 1, connection.id);
    await becomes(connection.id, 'active');
  });

  it('of a bank that nobody knows waits for the operator, and takes files meanwhile', async () => {
    const body = { entityId: await defaultEntityOf(caller), portalUrl: 'https://unlisted.example/login' };
    const { id } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
    await caller.get('completeConnectionSetup', at(id));
    const waiting = await connectionWhen(
      caller,
      id,
      (seen) => seen.kind === 'setup' && seen.setup.errorCode !== null,
      'no_connector',
    );
    expect(waiting).toMatchObject({
      status: 'pendingActivation',
      setup: { errorCode: 'no_connector', actionRequiredBy: 'platform', nextAction: 'contactOperator' },
    });
    const form = fileForm(smallBai2File(3));
    const run = await caller.get<Schemas['SyncRun']>('uploadConnectionFile', { ...at(id), form });
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: 3 } });
    expect(await caller.all('listTransactions', { query: { connectionId: id } })).toHaveLength(3);
    expect(await statusOf(id)).toBe('pendingActivation');
  });
});

describe('a fault at the bank', () => {
  it.each([
    ['passwordExpired', 'password_expired', 'endUser'],
    ['locked', 'account_locked', 'endUser'],
    ['missingPermission', 'delegated_user_missing_permission', 'endUser'],
  ])(
    '%s leads to reauthRequired, stops syncing, and new credentials resume by themselves',
    async (kind, code, actor) => {
      const connection = await open();
      await trouble(connection, kind);
      const run = await syncNow(connection.id);
      expect(run).toMatchObject({ status: 'failed', error: { code, actionRequiredBy: actor } });
      expect(await becomes(connection.id, 'reauthRequired')).toMatchObject({ errorCode: code });
      const before = (await runsOf(connection.id)).length;
      expect(await advanceDays(caller, 10, connection.id)).toEqual([]);
      expect(await caller.refusal('syncConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
      expect(await runsOf(connection.id)).toHaveLength(before);
      await trouble(connection, 'none');
      await putLogin(caller, connection);
      expect(await becomes(connection.id, 'active')).toMatchObject({ errorCode: null });
      expect((await timelineOf(connection.id)).slice(-2)).toEqual([
        'syncFailed: active → reauthRequired',
        'syncSucceeded: reauthRequired → active',
      ]);
    },
  );

  it('never signs in a second time with a login that the bank has refused', async () => {
    const connection = await open();
    await putLogin(caller, connection, 'changed behind our back');
    await syncNow(connection.id);
    await becomes(connection.id, 'reauthRequired');
    await advanceDays(caller, 30, connection.id);
    await caller.get('pauseConnection', at(connection.id));
    await caller.get('resumeConnection', at(connection.id));
    expect(await statusOf(connection.id)).toBe('reauthRequired');
    // Five refusals lock the user at this bank; the right password still works, so there were fewer.
    await putLogin(caller, connection);
    await becomes(connection.id, 'active');
    const faults = (await runsOf(connection.id)).filter(({ error }) => error?.code === 'credentials_rejected');
    expect(faults).toHaveLength(1);
  });

  it.each([
    ['maintenance', 'bank_maintenance'],
    ['down', 'portal_unavailable'],
    ['rateLimited', 'rate_limited_by_bank'],
  ])('%s leads to errored, retries with growing waits, and recovers by itself', async (kind, code) => {
    const connection = await open();
    await trouble(connection, kind);
    await syncNow(connection.id);
    expect(await becomes(connection.id, 'errored')).toMatchObject({ errorCode: code });
    const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', at(connection.id));
    expect(health).toMatchObject({ consecutiveFailures: 1, lastError: { code, actionRequiredBy: 'platform' } });
    const waitMs = Date.parse(health.nextAttemptAt ?? '') - Date.parse(health.lastAttemptAt ?? '');
    expect(waitMs).toBeGreaterThanOrEqual(5 * 60_000);
    expect(waitMs).toBeLessThan(7 * 60_000);
    await trouble(connection, 'none');
    await advanceDays(caller, 1, connection.id);
    expect(await becomes(connection.id, 'active')).toMatchObject({ errorCode: null });
  });

  it('in the middle of a session keeps what was read and takes nothing as gone', async () => {
    const connection = await open();
    const before = await caller.all<Schemas['Transaction']>('listTransactions');
    // Sign-in, the list and the first account pass; the bank dies before the second.
    await trouble(connection, 'down', 3);
    const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
      body: { days: 20 },
    });
    const run = await runWhenEnded(caller, connection.id, syncRunIds[0] ?? '');
    expect(run).toMatchObject({
      status: 'partial',
      error: { code: 'portal_unavailable' },
      counts: { removed: expect.any(Number) },
    });
    // Where balances have the first account fetched again, the bank dies in that, and the second is not asked for.
    const second = expect.stringMatching(/^(?:failed|skipped)$/);
    expect(run.perAccount.map(({ status }) => status).sort()).toEqual([second, 'skipped', 'succeeded']);
    const unread = run.perAccount.filter(({ status }) => status !== 'succeeded').map(({ accountId }) => accountId);
    const after = new Set((await caller.all<Schemas['Transaction']>('listTransactions')).map(({ id }) => id));
    for (const row of before) if (unread.includes(row.accountId)) expect(after).toContain(row.id);
    await trouble(connection, 'none');
    await advanceDays(caller, 1, connection.id);
    await becomes(connection.id, 'active');
  });
});

describe('pausing', () => {
  it('holds a connection until it is resumed, and then syncs at once', async () => {
    const connection = await open();
    expect(await caller.get('pauseConnection', at(connection.id))).toMatchObject({ status: 'paused' });
    expect(await caller.get('pauseConnection', at(connection.id))).toMatchObject({ status: 'paused' });
    expect(await advanceDays(caller, 30, connection.id)).toEqual([]);
    const before = (await runsOf(connection.id)).length;
    expect(await caller.get('resumeConnection', at(connection.id))).toMatchObject({ status: 'active' });
    await eventually(
      () => runsOf(connection.id),
      (runs) => runs.length > before && runs[0]?.status === 'succeeded',
      'a sync after resuming',
    );
    expect(await caller.get('resumeConnection', at(connection.id))).toMatchObject({ status: 'active' });
  });

  it('goes back to errored, and to reauthRequired where a new login is then tried', async () => {
    const connection = await open();
    await trouble(connection, 'down');
    await syncNow(connection.id);
    await becomes(connection.id, 'errored');
    await caller.get('pauseConnection', at(connection.id));
    // Resuming makes a sync due at once, which is to meet this.
    await trouble(connection, 'locked');
    expect(await caller.get('resumeConnection', at(connection.id))).toMatchObject({ status: 'errored' });
    await becomes(connection.id, 'reauthRequired');
    await caller.get('pauseConnection', at(connection.id));
    await trouble(connection, 'none');
    await putLogin(caller, connection);
    expect(await statusOf(connection.id)).toBe('paused');
    expect(await caller.get('resumeConnection', at(connection.id))).toMatchObject({ status: 'reauthRequired' });
    await becomes(connection.id, 'active');
  });

  it('is for connections past their setup', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    expect(await caller.refusal('pauseConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
    expect(await caller.refusal('resumeConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
    expect(await caller.refusal('syncConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
  });
});

describe('revoking', () => {
  it.each(['draft', 'active', 'paused', 'errored'] as const)(
    'ends a connection that is %s for good',
    async (status) => {
      const connection =
        status === 'draft' ? await beginDemoConnection(caller, system.bankUrl, 'harbor') : await open();
      if (status === 'draft') await putLogin(caller, connection);
      if (status === 'paused') await caller.get('pauseConnection', at(connection.id));
      if (status === 'errored') {
        await trouble(connection, 'down');
        await syncNow(connection.id);
        await becomes(connection.id, 'errored');
      }
      const rows = await caller.all('listTransactions');
      expect(await caller.get('revokeConnection', at(connection.id))).toMatchObject({
        status: 'revoked',
        ...(status === 'draft' ? { kind: 'setup' } : { kind: 'ready', errorCode: null }),
      });
      expect(await caller.get('revokeConnection', at(connection.id))).toMatchObject({ status: 'revoked' });
      const stored = await system.database
        .sql`select from connection_credentials where connection_id = ${connection.id}`;
      expect(stored).toHaveLength(0);
      expect(await advanceDays(caller, 30, connection.id)).toEqual([]);
      expect(await caller.all('listTransactions')).toEqual(rows);
      for (const operation of ['pauseConnection', 'resumeConnection', 'completeConnectionSetup'])
        expect(await caller.refusal(operation, at(connection.id))).toMatchObject({ code: 'conflict' });
      expect(
        await caller.refusal('putConnectionCredentials', { ...at(connection.id), body: { password: 'x' } }),
      ).toMatchObject({ code: 'conflict' });
      expect(await caller.refusal('syncConnection', at(connection.id))).toMatchObject({ code: 'connection_not_ready' });
    },
  );

  it('makes room for a new connection to the same bank', async () => {
    const connection = await open();
    await caller.get('revokeConnection', at(connection.id));
    const again = await open();
    expect(again.id).not.toBe(connection.id);
  });
});

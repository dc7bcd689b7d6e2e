import { beforeEach, describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../test/support/database/snapshot.ts';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import { countRows, createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { listConnectionTransitions } from '../../../test/support/records/list-transitions.ts';
import type { CredentialField } from '../../domain/institution.ts';
import type { Result } from '../../domain/refusal.ts';
import { findCredentials } from '../../store/connections/connection-credentials.ts';
import { acquireLease, lockLease } from '../../store/connections/connection-leases.ts';
import { type ConnectionRow, findConnection } from '../../store/connections/connections.ts';
import { listSyncRuns } from '../../store/connections/sync-runs.ts';
import { completeSetup } from './complete-setup.ts';
import { createConnection } from './create-connection.ts';
import { pauseConnection } from './pause-connection.ts';
import { putCredentials } from './put-credentials.ts';
import { requestSync } from './request-sync.ts';
import { resumeConnection } from './resume-connection.ts';
import { revokeConnection } from './revoke-connection.ts';

const AT = '2026-11-20T06:00:00.000Z';
const LOGIN = { bankUsername: 'cwabc', password: 's3cret' };

const database = stageDatabase();
const stage = stageTenant(database);
let id: string;
let storedFields: ReadonlySet<CredentialField>;

beforeEach(() => {
  storedFields = new Set(['bankUsername', 'password']);
});

async function useDraft(institutionId = 'demo-bank'): Promise<void> {
  const request = { entityId: stage.tenant.entityId, institutionId, portalUrl: null, metadata: {} };
  id = value(await createConnection(stage.parts, stage.tenant, request)).connection.id;
}

async function useStatus(status: ConnectionRow['status'], resumeStatus: ConnectionRow['status'] | null = null) {
  id = await createActiveConnection(stage.parts, stage.tenant);
  await database.sql`update connections set status = ${status}, resume_status = ${resumeStatus} where id = ${id}`;
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

const complete = () =>
  completeSetup({ ...stage.parts, storedCredentialFields: async () => storedFields }, stage.tenant, id);
const put = (login: Parameters<typeof putCredentials>[3] = LOGIN) =>
  putCredentials(stage.parts, stage.tenant, id, login);

async function runs() {
  const all = await listSyncRuns(
    database.sql,
    stage.tenant,
    { connectionId: id, status: null },
    { limit: 99, after: null },
  );
  return all.map(({ trigger, status }) => `${trigger} ${status}`);
}

async function jobs(): Promise<number> {
  const [row] = await database.sql<{ count: bigint }[]>`select count(*) from graphile_worker.jobs j
    join graphile_worker._private_jobs p on p.id = j.id
    where p.payload ->> 'connectionId' = ${id} and j.task_identifier = 'sync-connection'`;
  return Number(row?.count);
}

async function holdLease() {
  const run = value(await requestSync(stage.parts, stage.tenant, id));
  const lease = await acquireLease(database.sql, stage.tenant, {
    connectionId: id,
    runId: run.id,
    ttlMs: 60_000,
    attemptAt: AT,
  });
  if (lease === null) throw new Error('the lease is taken');
  return lease;
}

describe('storing credentials', () => {
  it('keeps nothing but what was sealed for this connection', async () => {
    await useDraft();
    expect(value(await put())).toMatchObject({ credentialsPresent: true, credentialsUntried: true, status: 'draft' });
    const sealed = await findCredentials(database.sql, stage.tenant.organizationId, id);
    expect(new TextDecoder().decode(sealed ?? new Uint8Array())).toBe(`sealed for ${id}: ${JSON.stringify(LOGIN)}`);
    value(await put({ password: 'other' }));
    expect(await countRows(database.sql, 'connection_credentials', stage.tenant.organizationId)).toBe(1);
  });

  it('erases them when an empty login is put', async () => {
    await useDraft();
    await put();
    expect(value(await put({}))).toMatchObject({ credentialsPresent: false, credentialsUntried: false });
    expect(await findCredentials(database.sql, stage.tenant.organizationId, id)).toBeNull();
  });

  it.each(['pendingActivation', 'active', 'reauthRequired', 'paused', 'errored'] as const)(
    'refuses in status %s a login that lacks what the bank needs, and keeps the stored one',
    async (status) => {
      await useDraft();
      await put();
      const resumeStatus = status === 'paused' ? 'active' : null;
      await database.sql`update connections set status = ${status}, resume_status = ${resumeStatus}, setup_failed = false
        where id = ${id}`;
      const stored = await findCredentials(database.sql, stage.tenant.organizationId, id);
      for (const login of [{}, { password: 'new' }, { bankUsername: '', password: 'new' }]) {
        const refused = await put(login);
        expect(refused).toMatchObject({ ok: false, refusal: { code: 'validation_error' } });
        expect(refused.ok ? [] : refused.refusal.details?.map(({ field }) => field)).toContain('bankUsername');
      }
      expect(await findCredentials(database.sql, stage.tenant.organizationId, id)).toEqual(stored);
      expect(await runs()).toEqual([]);
    },
  );

  it('checks a new login at once where the old one was refused, and once', async () => {
    await useStatus('reauthRequired');
    value(await put());
    value(await put());
    expect(await runs()).toEqual(['activation queued']);
    expect(await jobs()).toBe(1);
  });

  it.each(['draft', 'active', 'errored'] as const)('starts nothing in status %s', async (status) => {
    await useStatus(status);
    value(await put());
    expect(await runs()).toEqual([]);
  });

  it('clears the failure of an earlier attempt to set up', async () => {
    await useDraft();
    await database.sql`update connections set setup_failed = true, error_code = 'credentials_rejected' where id = ${id}`;
    expect(value(await put())).toMatchObject({ setupFailed: false, errorCode: null, status: 'draft' });
  });

  it('is refused on a revoked connection and stores nothing', async () => {
    await useStatus('revoked');
    expect(await put()).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(await findCredentials(database.sql, stage.tenant.organizationId, id)).toBeNull();
  });
});

describe('completing the setup', () => {
  it('queues one activation, however often it is said', async () => {
    await useDraft();
    expect(value(await complete())).toMatchObject({ status: 'pendingActivation', kind: 'setup' });
    expect(value(await complete())).toMatchObject({ status: 'pendingActivation' });
    expect(await runs()).toEqual(['activation queued']);
    expect(await jobs()).toBe(1);
    const timeline = await listConnectionTransitions(database.sql, stage.tenant.organizationId, id);
    expect(timeline.map(({ fromStatus, toStatus, actor }) => [fromStatus, toStatus, actor])).toEqual([
      ['draft', 'pendingActivation', 'integrator'],
    ]);
  });

  it('names the credentials that are missing', async () => {
    await useDraft();
    storedFields = new Set(['password']);
    const refused = await complete();
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'setup_incomplete' } });
    expect(refused.ok ? '' : refused.refusal.message).toContain('bankUsername');
    expect(refused.ok ? '' : refused.refusal.message).not.toContain('password');
    expect(await runs()).toEqual([]);
  });

  it('asks for none where the bank is known to need none', async () => {
    await useDraft('bare-bank');
    storedFields = new Set();
    expect(value(await complete())).toMatchObject({ status: 'pendingActivation' });
  });

  it('changes nothing on a connection in use, and is refused on a revoked one', async () => {
    await useStatus('active');
    expect(value(await complete())).toMatchObject({ status: 'active' });
    expect(await runs()).toEqual([]);
    await useStatus('revoked');
    expect(await complete()).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  });
});

describe('pausing and resuming', () => {
  it.each([
    ['active', AT],
    ['errored', AT],
    ['reauthRequired', null],
  ] as const)('goes back to %s, next sync at %s', async (status, nextSyncAt) => {
    await useStatus(status);
    await database.sql`update connections set next_sync_at = '2026-11-25T00:00:00Z' where id = ${id}`;
    expect(value(await pauseConnection(stage.parts, stage.tenant, id))).toMatchObject({
      status: 'paused',
      resumeStatus: status,
      nextSyncAt: null,
    });
    expect(value(await pauseConnection(stage.parts, stage.tenant, id))).toMatchObject({
      status: 'paused',
      resumeStatus: status,
    });
    expect(value(await resumeConnection(stage.parts, stage.tenant, id))).toMatchObject({
      status,
      resumeStatus: null,
      nextSyncAt,
    });
    expect(await runs()).toEqual([]);
  });

  it('checks a login that came in meanwhile', async () => {
    await useStatus('reauthRequired');
    await pauseConnection(stage.parts, stage.tenant, id);
    await put();
    expect(await runs()).toEqual([]);
    expect(value(await resumeConnection(stage.parts, stage.tenant, id))).toMatchObject({ status: 'reauthRequired' });
    expect(await runs()).toEqual(['activation queued']);
    value(await resumeConnection(stage.parts, stage.tenant, id));
    expect(await runs()).toEqual(['activation queued']);
  });

  it('is refused during setup and after revocation', async () => {
    await useDraft();
    for (const act of [pauseConnection, resumeConnection])
      expect(await act(stage.parts, stage.tenant, id)).toMatchObject({
        ok: false,
        refusal: { code: 'connection_not_ready' },
      });
    await useStatus('revoked');
    for (const act of [pauseConnection, resumeConnection])
      expect(await act(stage.parts, stage.tenant, id)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  });
});

describe('revoking', () => {
  it('erases the login, ends what waits or runs, takes the lease and plans nothing', async () => {
    await useStatus('active');
    await put();
    const lease = await holdLease();
    expect(value(await revokeConnection(stage.parts, stage.tenant, id))).toMatchObject({
      status: 'revoked',
      kind: 'ready',
      credentialsPresent: false,
      leaseRunId: null,
      nextSyncAt: null,
      errorCode: null,
    });
    expect(await runs()).toEqual(['manual failed']);
    expect(await database.sql.begin((db) => lockLease(db, stage.tenant, lease))).toBe(false);
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(value(await revokeConnection(stage.parts, stage.tenant, id))).toMatchObject({ status: 'revoked' });
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it.each(['draft', 'pendingActivation', 'errored', 'reauthRequired'] as const)(
    'works in status %s',
    async (status) => {
      await useStatus(status);
      expect(value(await revokeConnection(stage.parts, stage.tenant, id))).toMatchObject({ status: 'revoked' });
    },
  );

  it('works while paused', async () => {
    await useStatus('paused', 'errored');
    expect(value(await revokeConnection(stage.parts, stage.tenant, id))).toMatchObject({
      status: 'revoked',
      resumeStatus: null,
    });
  });
});

describe('asking for a sync', () => {
  it.each(['active', 'errored'] as const)(
    'queues one in status %s and returns it to whoever asks again',
    async (status) => {
      await useStatus(status);
      const first = value(await requestSync(stage.parts, stage.tenant, id));
      expect(first).toMatchObject({ trigger: 'manual', status: 'queued', createdAt: AT, connectionId: id });
      expect(value(await requestSync(stage.parts, stage.tenant, id))).toEqual(first);
      expect(await jobs()).toBe(1);
      expect((await findConnection(database.sql, stage.tenant, id))?.nextSyncAt).toBeNull();
    },
  );

  it.each(['draft', 'pendingActivation', 'reauthRequired', 'revoked'] as const)(
    'is refused in status %s',
    async (status) => {
      await useStatus(status);
      expect(await requestSync(stage.parts, stage.tenant, id)).toMatchObject({
        ok: false,
        refusal: { code: 'connection_not_ready' },
      });
      expect(await jobs()).toBe(0);
    },
  );

  it('is refused while one is running', async () => {
    await useStatus('active');
    await holdLease();
    expect(await requestSync(stage.parts, stage.tenant, id)).toMatchObject({
      ok: false,
      refusal: { code: 'sync_in_progress' },
    });
  });
});

it('no command reaches a connection of another environment or organization', async () => {
  await useStatus('active');
  const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
  const stranger = await createTenant(stage.parts);
  for (const place of [{ ...stage.tenant, environment: 'live' as const }, stranger]) {
    const refusals = [
      await putCredentials(stage.parts, place, id, LOGIN),
      await completeSetup({ ...stage.parts, storedCredentialFields: async () => storedFields }, place, id),
      await pauseConnection(stage.parts, place, id),
      await resumeConnection(stage.parts, place, id),
      await revokeConnection(stage.parts, place, id),
      await requestSync(stage.parts, place, id),
    ];
    for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
  }
  expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
});

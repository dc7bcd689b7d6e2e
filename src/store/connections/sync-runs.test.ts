import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/ledger.ts';
import { november } from '../../../test/support/rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { SyncTrigger } from '../../domain/connection/sync-run.ts';
import type { Tenant } from '../tenants/tenant.ts';
import {
  findQueuedSync,
  findRunOfFile,
  findSyncRun,
  finishSyncRun,
  insertSyncRun,
  listSyncRuns,
  listUnfinishedRuns,
  type NewSyncRun,
  RUN_ENDED_CHANNEL,
  returnSyncRun,
  type SyncRunResult,
  startSyncRun,
} from './sync-runs.ts';

const AT = '2026-11-20T06:00:00.000Z';
const RESULT: SyncRunResult = {
  status: 'partial',
  outcome: 'changed',
  finishedAt: '2026-11-20T06:01:00.000Z',
  windowStart: november(1),
  windowEnd: november(21),
  counts: { added: 3, modified: 2, removed: 1 },
  perAccount: [
    {
      accountId: '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77',
      status: 'succeeded',
      outcome: 'changed',
      counts: { added: 3, modified: 2, removed: 1 },
      complete: true,
      windowStart: november(1),
      windowEnd: november(21),
      balanceProof: 'proven',
      error: null,
    },
  ],
  error: { code: 'portal_unavailable', message: 'The bank did not answer.' },
  fileFormat: 'camt053',
};

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  parts = createCommandParts(database.sql);
});
afterAll(() => database.drop());
beforeEach(async () => {
  tenant = await createTenant(parts);
  connectionId = await createActiveConnection(parts, tenant);
});

function newRun(trigger: SyncTrigger = 'schedule', file: NewSyncRun['file'] = null): NewSyncRun {
  const { organizationId, environment } = tenant;
  return { organizationId, environment, connectionId, id: parts.newId(), trigger, createdAt: AT, file };
}

async function queue(trigger: SyncTrigger = 'schedule', file: NewSyncRun['file'] = null): Promise<string> {
  const run = newRun(trigger, file);
  if (!(await insertSyncRun(database.sql, run))) throw new Error('another run is queued');
  return run.id;
}

const start = (id: string) => startSyncRun(database.sql, tenant, id, AT);
const finish = (id: string, result = RESULT) => finishSyncRun(database.sql, tenant, id, result);
const find = (id: string) => findSyncRun(database.sql, tenant, connectionId, id);

describe('queued runs', () => {
  it('are one for each connection, however many ask for it at once', async () => {
    const inserted = await Promise.all(Array.from({ length: 8 }, () => insertSyncRun(database.sql, newRun())));
    expect(inserted.filter((done) => done)).toHaveLength(1);
    expect(await insertSyncRun(database.sql, newRun('manual'))).toBe(false);
    expect((await findQueuedSync(database.sql, tenant, connectionId))?.trigger).toBe('schedule');
  });

  it('do not count uploads, of which any number may wait', async () => {
    await queue('upload');
    await queue('upload');
    expect(await findQueuedSync(database.sql, tenant, connectionId)).toBeNull();
    const id = await queue();
    expect((await findQueuedSync(database.sql, tenant, connectionId))?.id).toBe(id);
    expect(await listUnfinishedRuns(database.sql, tenant, connectionId)).toHaveLength(3);
  });

  it('may wait behind the one that runs', async () => {
    const first = await queue();
    expect(await start(first)).toBe(true);
    const second = await queue();
    await expect(start(second)).rejects.toMatchObject({ code: '23505' });
    expect(await finish(first)).toBe(true);
    expect(await start(second)).toBe(true);
  });
});

describe('a run', () => {
  it('begins once, also when a second worker takes it up', async () => {
    const id = await queue();
    await start(id);
    expect(await startSyncRun(database.sql, tenant, id, '2026-11-20T07:00:00.000Z')).toBe(true);
    expect(await find(id)).toMatchObject({ status: 'running', startedAt: AT, finishedAt: null, perAccount: [] });
  });

  it('ends once, with its whole result', async () => {
    const id = await queue();
    await start(id);
    expect(await finish(id)).toBe(true);
    expect(await finish(id, { ...RESULT, status: 'failed' })).toBe(false);
    expect(await start(id)).toBe(false);
    const { counts, ...rest } = RESULT;
    expect(await find(id)).toMatchObject({ ...rest, ...counts, trigger: 'schedule', createdAt: AT, startedAt: AT });
    expect(await listUnfinishedRuns(database.sql, tenant, connectionId)).toEqual([]);
  });

  it('tells its end to those who listen, and only when it is committed', async () => {
    const heard: string[] = [];
    const second = Promise.withResolvers<void>();
    const subscription = await database.sql.listen(RUN_ENDED_CHANNEL, (runId) => {
      heard.push(runId);
      if (heard.at(-1) === other) second.resolve();
    });
    const [id, other] = [await queue('upload'), await queue('upload')];
    await database.sql
      .begin(async (db) => {
        await finishSyncRun(db, tenant, id, RESULT);
        throw new Error('on purpose');
      })
      .catch(() => undefined);
    await finish(other);
    await finish(other);
    await second.promise;
    await subscription.unlisten();
    expect(heard).toEqual([other]);
  });

  it('can be put back in line, unless another one stands there', async () => {
    const id = await queue();
    await start(id);
    expect(await returnSyncRun(database.sql, tenant, { id, connectionId })).toBe(true);
    expect(await find(id)).toMatchObject({ status: 'queued' });
    await start(id);
    await queue('manual');
    expect(await returnSyncRun(database.sql, tenant, { id, connectionId })).toBe(false);
    expect(await find(id)).toMatchObject({ status: 'running' });
  });

  it('of an upload can always be put back', async () => {
    const id = await queue('upload');
    await start(id);
    await queue('manual');
    expect(await returnSyncRun(database.sql, tenant, { id, connectionId })).toBe(true);
  });

  it('is of its connection and tenant only', async () => {
    const id = await queue();
    const live = { ...tenant, environment: 'live' as const };
    expect(await findSyncRun(database.sql, live, connectionId, id)).toBeNull();
    expect(await findSyncRun(database.sql, tenant, parts.newId(), id)).toBeNull();
    expect(await finishSyncRun(database.sql, live, id, RESULT)).toBe(false);
    expect(await startSyncRun(database.sql, live, id, AT)).toBe(false);
  });
});

describe('runs of a file', () => {
  const file = { fileName: 'a.xml', fileSizeBytes: 12n, fileSha256: 'aa', fileAccountId: null, fileFormatHint: null };

  it('are found by their bytes and account, unless they failed', async () => {
    const accountId = parts.newId();
    const failed = await queue('upload', file);
    await finish(failed, { ...RESULT, status: 'failed' });
    const look = (sha256: string, account: string | null) =>
      findRunOfFile(database.sql, tenant, { connectionId, sha256, accountId: account });
    expect(await look('aa', null)).toBeNull();
    const whole = await queue('upload', file);
    const named = await queue('upload', { ...file, fileAccountId: accountId, fileFormatHint: 'bai2' });
    expect(await look('aa', null)).toMatchObject({ ...file, id: whole });
    expect(await look('aa', accountId)).toMatchObject({ id: named, fileFormatHint: 'bai2' });
    expect(await look('bb', null)).toBeNull();
    await finish(whole);
    expect((await look('aa', null))?.id).toBe(whole);
  });
});

it('lists runs newest first, by status, page by page', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await queue('upload'));
  await finish(ids[1] ?? '');
  const list = async (status: 'queued' | 'partial' | null, limit: number, after: string | null) =>
    (
      await listSyncRuns(
        database.sql,
        tenant,
        { connectionId, status },
        { limit, after: after === null ? null : { id: after } },
      )
    ).map(({ id }) => ids.indexOf(id));
  expect(await list(null, 3, null)).toEqual([4, 3, 2]);
  expect(await list(null, 3, ids[2] ?? '')).toEqual([1, 0]);
  expect(await list('partial', 10, null)).toEqual([1]);
  expect(await list('queued', 10, null)).toEqual([4, 3, 2, 0]);
});

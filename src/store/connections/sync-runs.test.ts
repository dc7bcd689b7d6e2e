import { describe, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageConnection, stageDatabase } from '../../../test/support/database/stages.ts';
import type { SyncTrigger } from '../../domain/connection/sync-run.ts';
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

const database = stageDatabase();
const stage = stageConnection(database);

function newRun(trigger: SyncTrigger = 'schedule', file: NewSyncRun['file'] = null): NewSyncRun {
  const { organizationId, environment } = stage.tenant;
  return {
    organizationId,
    environment,
    connectionId: stage.connectionId,
    id: stage.parts.newId(),
    trigger,
    createdAt: AT,
    file,
  };
}

async function queue(trigger: SyncTrigger = 'schedule', file: NewSyncRun['file'] = null): Promise<string> {
  const run = newRun(trigger, file);
  if (!(await insertSyncRun(database.sql, run))) throw new Error('another run is queued');
  return run.id;
}

const start = (id: string) => startSyncRun(database.sql, stage.tenant, id, AT);
const finish = (id: string, result = RESULT) => finishSyncRun(database.sql, stage.tenant, id, result);
const find = (id: string) => findSyncRun(database.sql, stage.tenant, stage.connectionId, id);

describe('queued runs', () => {
  it('are one for each connection, however many ask for it at once', async () => {
    const inserted = await Promise.all(Array.from({ length: 8 }, () => insertSyncRun(database.sql, newRun())));
    expect(inserted.filter((done) => done)).toHaveLength(1);
    expect(await insertSyncRun(database.sql, newRun('manual'))).toBe(false);
    expect((await findQueuedSync(database.sql, stage.tenant, stage.connectionId))?.trigger).toBe('schedule');
  });

  it('do not count uploads, of which any number may wait', async () => {
    await queue('upload');
    await queue('upload');
    expect(await findQueuedSync(database.sql, stage.tenant, stage.connectionId)).toBeNull();
    const id = await queue();
    expect((await findQueuedSync(database.sql, stage.tenant, stage.connectionId))?.id).toBe(id);
    expect(await listUnfinishedRuns(database.sql, stage.tenant, stage.connectionId)).toHaveLength(3);
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
    expect(await startSyncRun(database.sql, stage.tenant, id, '2026-11-20T07:00:00.000Z')).toBe(true);
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
    expect(await listUnfinishedRuns(database.sql, stage.tenant, stage.connectionId)).toEqual([]);
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
        await finishSyncRun(db, stage.tenant, id, RESULT);
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
    expect(await returnSyncRun(database.sql, stage.tenant, { id, connectionId: stage.connectionId })).toBe(true);
    expect(await find(id)).toMatchObject({ status: 'queued' });
    await start(id);
    await queue('manual');
    expect(await returnSyncRun(database.sql, stage.tenant, { id, connectionId: stage.connectionId })).toBe(false);
    expect(await find(id)).toMatchObject({ status: 'running' });
  });

  it('of an upload can always be put back', async () => {
    const id = await queue('upload');
    await start(id);
    await queue('manual');
    expect(await returnSyncRun(database.sql, stage.tenant, { id, connectionId: stage.connectionId })).toBe(true);
  });

  it('is of its connection and tenant only', async () => {
    const id = await queue();
    const live = { ...stage.tenant, environment: 'live' as const };
    expect(await findSyncRun(database.sql, live, stage.connectionId, id)).toBeNull();
    expect(await findSyncRun(database.sql, stage.tenant, stage.parts.newId(), id)).toBeNull();
    expect(await finishSyncRun(database.sql, live, id, RESULT)).toBe(false);
    expect(await startSyncRun(database.sql, live, id, AT)).toBe(false);
  });
});

describe('runs of a file', () => {
  const file = { fileName: 'a.xml', fileSizeBytes: 12n, fileSha256: 'aa', fileAccountId: null, fileFormatHint: null };

  it('are found by their bytes and account, unless they failed', async () => {
    const accountId = stage.parts.newId();
    const failed = await queue('upload', file);
    await finish(failed, { ...RESULT, status: 'failed' });
    const look = (sha256: string, account: string | null) =>
      findRunOfFile(database.sql, stage.tenant, { connectionId: stage.connectionId, sha256, accountId: account });
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
        stage.tenant,
        { connectionId: stage.connectionId, status },
        { limit, after: after === null ? null : { id: after } },
      )
    ).map(({ id }) => ids.indexOf(id));
  expect(await list(null, 3, null)).toEqual([4, 3, 2]);
  expect(await list(null, 3, ids[2] ?? '')).toEqual([1, 0]);
  expect(await list('partial', 10, null)).toEqual([1]);
  expect(await list('queued', 10, null)).toEqual([4, 3, 2, 0]);
});

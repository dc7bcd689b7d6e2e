import { beforeEach, expect, it } from 'vitest';
import { stageConnection, stageDatabase } from '../../../test/support/database/stages.ts';
import { createAccount, createActiveConnection } from '../../../test/support/records/ledger.ts';
import { acquireLease } from '../../store/connections/connection-leases.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { type StagedUpload, uploadFile } from './upload-file.ts';

const database = stageDatabase();
const stage = stageConnection(database);
let kept: string[];

beforeEach(() => {
  kept = [];
});

async function upload(changes: Partial<StagedUpload> = {}, place: Tenant = stage.tenant) {
  const file = { name: 'a.bai', sha256: 'aa', sizeBytes: 12, formatHint: null, accountId: null, ...changes };
  const keep = async () => {
    kept.push(file.sha256);
  };
  return uploadFile(stage.parts, place, stage.connectionId, { keep, ...file });
}

async function accepted(changes: Partial<StagedUpload> = {}) {
  const result = await upload(changes);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

it('queues a run with its file, and keeps the bytes first', async () => {
  const { run, created } = await accepted({ formatHint: 'bai2' });
  expect(created).toBe(true);
  expect(run).toMatchObject({
    trigger: 'upload',
    status: 'queued',
    fileName: 'a.bai',
    fileSizeBytes: 12n,
    fileSha256: 'aa',
    fileFormatHint: 'bai2',
    createdAt: '2026-11-20T06:00:00.000Z',
  });
  expect(kept).toEqual(['aa']);
});

it('returns the earlier run for the same bytes, also when they come twice at once', async () => {
  const results = await Promise.all([accepted(), accepted(), accepted({ name: 'renamed.bai' })]);
  expect(results.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(results.map(({ run }) => run.id)).size).toBe(1);
  await database.sql`update sync_runs set status = 'succeeded' where connection_id = ${stage.connectionId}`;
  expect(await accepted()).toMatchObject({ created: false, run: { status: 'succeeded' } });
});

it('takes the same bytes again after a failure, for an account, and on another connection', async () => {
  const { run } = await accepted();
  await database.sql`update sync_runs set status = 'failed' where id = ${run.id}`;
  expect(await accepted()).toMatchObject({ created: true });
  const account = await createAccount(stage.parts, stage.tenant, stage.connectionId);
  expect(await accepted({ accountId: account.accountId })).toMatchObject({ created: true });
  stage.connectionId = await createActiveConnection(stage.parts, stage.tenant);
  expect(await accepted()).toMatchObject({ created: true });
});

it('answers a repeated upload also while it is being taken in, and refuses another one then', async () => {
  const { run } = await accepted();
  await acquireLease(database.sql, stage.tenant, {
    connectionId: stage.connectionId,
    runId: run.id,
    ttlMs: 60_000,
    attemptAt: null,
  });
  expect(await accepted()).toMatchObject({ created: false, run: { id: run.id } });
  expect(await upload({ sha256: 'bb' })).toMatchObject({ ok: false, refusal: { code: 'sync_in_progress' } });
});

it('refuses an account of another connection, a revoked connection, and one that does not exist', async () => {
  const other = await createAccount(stage.parts, stage.tenant, await createActiveConnection(stage.parts, stage.tenant));
  expect(await upload({ accountId: other.accountId })).toMatchObject({
    ok: false,
    refusal: { code: 'validation_error', details: [{ field: 'accountId' }] },
  });
  expect(await upload({}, { ...stage.tenant, environment: 'live' })).toMatchObject({ refusal: { code: 'not_found' } });
  await database.sql`update connections set status = 'revoked' where id = ${stage.connectionId}`;
  expect(await upload()).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  expect(kept).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../../../test/support/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { acquireLease } from '../../store/connections/connection-leases.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { type StagedUpload, uploadFile } from './upload-file.ts';

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let connectionId: string;
let kept: string[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
  connectionId = await createActiveConnection(parts, tenant);
  kept = [];
});

async function upload(changes: Partial<StagedUpload> = {}, place: Tenant = tenant) {
  const file = { name: 'a.bai', sha256: 'aa', sizeBytes: 12, formatHint: null, accountId: null, ...changes };
  const keep = async () => {
    kept.push(file.sha256);
  };
  return uploadFile(parts, place, connectionId, { keep, ...file });
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
  await database.sql`update sync_runs set status = 'succeeded' where connection_id = ${connectionId}`;
  expect(await accepted()).toMatchObject({ created: false, run: { status: 'succeeded' } });
});

it('takes the same bytes again after a failure, for an account, and on another connection', async () => {
  const { run } = await accepted();
  await database.sql`update sync_runs set status = 'failed' where id = ${run.id}`;
  expect(await accepted()).toMatchObject({ created: true });
  const account = await createAccount(parts, tenant, connectionId);
  expect(await accepted({ accountId: account.accountId })).toMatchObject({ created: true });
  connectionId = await createActiveConnection(parts, tenant);
  expect(await accepted()).toMatchObject({ created: true });
});

it('answers a repeated upload also while it is being taken in, and refuses another one then', async () => {
  const { run } = await accepted();
  await acquireLease(database.sql, tenant, { connectionId, runId: run.id, ttlMs: 60_000, attemptAt: null });
  expect(await accepted()).toMatchObject({ created: false, run: { id: run.id } });
  expect(await upload({ sha256: 'bb' })).toMatchObject({ ok: false, refusal: { code: 'sync_in_progress' } });
});

it('refuses an account of another connection, a revoked connection, and one that does not exist', async () => {
  const other = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
  expect(await upload({ accountId: other.accountId })).toMatchObject({
    ok: false,
    refusal: { code: 'validation_error', details: [{ field: 'accountId' }] },
  });
  expect(await upload({}, { ...tenant, environment: 'live' })).toMatchObject({ refusal: { code: 'not_found' } });
  await database.sql`update connections set status = 'revoked' where id = ${connectionId}`;
  expect(await upload()).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  expect(kept).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import {
  acquireLease,
  breakLease,
  type Lease,
  listAbandonedRuns,
  lockLease,
  releaseLease,
  renewLease,
} from './connection-leases.ts';
import { findConnection } from './connections.ts';
import { finishSyncRun, insertSyncRun, startSyncRun } from './sync-runs.ts';

const LONG_MS = 60_000;
/** A lease that has lapsed when it is given: the database's clock is the only one that counts here. */
const LAPSED_MS = -1;
const AT = '2026-11-20T06:00:00.000Z';

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

async function acquire(ttlMs: number, runId = parts.newId(), attemptAt: string | null = null): Promise<Lease | null> {
  return acquireLease(database.sql, tenant, { connectionId, runId, ttlMs, attemptAt });
}

async function mustAcquire(ttlMs: number, runId?: string): Promise<Lease> {
  const lease = await acquire(ttlMs, runId);
  if (lease === null) throw new Error('the lease was expected to be free');
  return lease;
}

async function holds(lease: Lease): Promise<boolean> {
  return database.sql.begin((db) => lockLease(db, tenant, lease));
}

async function queueRun(trigger: 'schedule' | 'upload' = 'schedule'): Promise<string> {
  const { organizationId, environment } = tenant;
  const id = parts.newId();
  const run = { organizationId, environment, connectionId, id, trigger, createdAt: AT, file: null };
  if (!(await insertSyncRun(database.sql, run))) throw new Error('another run is queued');
  return id;
}

describe('a lease', () => {
  it('is given to one run at a time', async () => {
    const attempts = await Promise.all(Array.from({ length: 8 }, () => acquire(LONG_MS)));
    expect(attempts.filter((lease) => lease !== null)).toHaveLength(1);
    const [held] = attempts.filter((lease) => lease !== null);
    expect((await findConnection(database.sql, tenant, connectionId))?.leaseRunId).toBe(held?.runId);
    expect(await acquire(LONG_MS, held?.runId)).toBeNull();
  });

  it('is free again once it is given back', async () => {
    const lease = await mustAcquire(LONG_MS);
    await releaseLease(database.sql, tenant, lease, AT);
    expect(await holds(lease)).toBe(false);
    expect((await findConnection(database.sql, tenant, connectionId))?.leaseRunId).toBeNull();
    expect((await mustAcquire(LONG_MS)).epoch).toBe(lease.epoch + 1n);
  });

  it('notes when the bank was asked, and leaves that alone for runs that do not ask', async () => {
    const lease = await acquire(LONG_MS, parts.newId(), AT);
    await releaseLease(database.sql, tenant, lease ?? (await mustAcquire(LONG_MS)), AT);
    expect((await findConnection(database.sql, tenant, connectionId))?.lastAttemptAt).toBe(AT);
    await acquire(LONG_MS);
    expect((await findConnection(database.sql, tenant, connectionId))?.lastAttemptAt).toBe(AT);
  });

  it('lapses unless it is renewed, and stays with its holder as long as nobody takes it', async () => {
    const lease = await mustAcquire(LAPSED_MS);
    expect(await holds(lease)).toBe(true);
    expect(await renewLease(database.sql, tenant, lease, LONG_MS)).toBe(true);
    expect(await acquire(LONG_MS)).toBeNull();
  });

  it('fences off the one who lost it, also when the same run has it again', async () => {
    const runId = parts.newId();
    const lost = await mustAcquire(LAPSED_MS, runId);
    const taken = await mustAcquire(LONG_MS, runId);
    expect(taken.epoch).toBe(lost.epoch + 1n);
    expect(await renewLease(database.sql, tenant, lost, LONG_MS)).toBe(false);
    expect(await holds(lost)).toBe(false);
    await releaseLease(database.sql, tenant, lost, AT);
    expect(await holds(taken)).toBe(true);
  });

  it('is broken from outside, and gone for its holder at once', async () => {
    const lease = await mustAcquire(LONG_MS);
    await breakLease(database.sql, tenant, connectionId);
    expect(await holds(lease)).toBe(false);
    expect(await renewLease(database.sql, tenant, lease, LONG_MS)).toBe(false);
  });

  it('is never given on a revoked connection, nor from another tenant', async () => {
    const live = { ...tenant, environment: 'live' as const };
    const request = { connectionId, runId: parts.newId(), ttlMs: LONG_MS, attemptAt: null };
    expect(await acquireLease(database.sql, live, request)).toBeNull();
    await database.sql`update connections set status = 'revoked' where id = ${connectionId}`;
    expect(await acquire(LONG_MS)).toBeNull();
  });

  it('held for a commit makes everybody wait who wants to take it away', async () => {
    const lease = await mustAcquire(LONG_MS);
    const order: string[] = [];
    const locked = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const commit = database.sql.begin(async (db) => {
      expect(await lockLease(db, tenant, lease)).toBe(true);
      locked.resolve();
      await mayCommit.promise;
      order.push('commit');
    });
    await locked.promise;
    const broken = breakLease(database.sql, tenant, connectionId).then(() => order.push('broken'));
    mayCommit.resolve();
    await Promise.all([commit, broken]);
    expect(order).toEqual(['commit', 'broken']);
  });
});

describe('the run of a worker that died', () => {
  it('keeps its turn: no other run takes over the lapsed lease of a run under way', async () => {
    const abandoned = await queueRun();
    await mustAcquire(LAPSED_MS, abandoned);
    await startSyncRun(database.sql, tenant, abandoned, AT);
    const upload = await queueRun('upload');
    expect(await acquire(LONG_MS, upload)).toBeNull();
    const again = await mustAcquire(LONG_MS, abandoned);
    const failed = { status: 'failed', outcome: null, finishedAt: AT, windowStart: null, windowEnd: null } as const;
    const counts = { added: 0, modified: 0, removed: 0 };
    await finishSyncRun(database.sql, tenant, abandoned, {
      ...failed,
      counts,
      perAccount: [],
      error: null,
      fileFormat: null,
    });
    await releaseLease(database.sql, tenant, again, AT);
    expect(await acquire(LONG_MS, upload)).not.toBeNull();
  });

  it.each(['running', 'queued'])('is found by its lapsed lease while it is %s', async (status) => {
    const runId = await queueRun();
    await mustAcquire(LAPSED_MS, runId);
    if (status === 'running') await startSyncRun(database.sql, tenant, runId, AT);
    const { organizationId, environment } = tenant;
    const found = (await listAbandonedRuns(database.sql, LONG_MS, 1000)).filter(
      (run) => run.connectionId === connectionId,
    );
    expect(found).toEqual([{ organizationId, environment, connectionId, runId }]);
  });

  it('is not looked for while the lease lives or when the run has ended', async () => {
    const runId = await queueRun();
    const lease = await mustAcquire(LAPSED_MS, runId);
    await renewLease(database.sql, tenant, lease, LONG_MS);
    const find = async () =>
      (await listAbandonedRuns(database.sql, LONG_MS, 1000)).filter((run) => run.connectionId === connectionId);
    expect(await find()).toEqual([]);
    await renewLease(database.sql, tenant, lease, LAPSED_MS);
    await database.sql`update sync_runs set status = 'failed' where id = ${runId}`;
    expect(await find()).toEqual([]);
  });
});

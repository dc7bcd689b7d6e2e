import { describe, expect, it } from 'vitest';
import { stageConnection, stageDatabase } from '../../../test/support/database/stages.ts';
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

const database = stageDatabase();
const stage = stageConnection(database);

async function acquire(
  ttlMs: number,
  runId = stage.parts.newId(),
  attemptAt: string | null = null,
): Promise<Lease | null> {
  return acquireLease(database.sql, stage.tenant, { connectionId: stage.connectionId, runId, ttlMs, attemptAt });
}

async function mustAcquire(ttlMs: number, runId?: string): Promise<Lease> {
  const lease = await acquire(ttlMs, runId);
  if (lease === null) throw new Error('the lease was expected to be free');
  return lease;
}

async function holds(lease: Lease): Promise<boolean> {
  return database.sql.begin((db) => lockLease(db, stage.tenant, lease));
}

async function queueRun(trigger: 'schedule' | 'upload' = 'schedule'): Promise<string> {
  const { organizationId, environment } = stage.tenant;
  const id = stage.parts.newId();
  const run = { organizationId, environment, connectionId: stage.connectionId, id, trigger, createdAt: AT, file: null };
  if (!(await insertSyncRun(database.sql, run))) throw new Error('another run is queued');
  return id;
}

describe('a lease', () => {
  it('is given to one run at a time', async () => {
    const attempts = await Promise.all(Array.from({ length: 8 }, () => acquire(LONG_MS)));
    expect(attempts.filter((lease) => lease !== null)).toHaveLength(1);
    const [held] = attempts.filter((lease) => lease !== null);
    expect((await findConnection(database.sql, stage.tenant, stage.connectionId))?.leaseRunId).toBe(held?.runId);
    expect(await acquire(LONG_MS, held?.runId)).toBeNull();
  });

  it('is free again once it is given back', async () => {
    const lease = await mustAcquire(LONG_MS);
    await releaseLease(database.sql, stage.tenant, lease, AT);
    expect(await holds(lease)).toBe(false);
    expect((await findConnection(database.sql, stage.tenant, stage.connectionId))?.leaseRunId).toBeNull();
    expect((await mustAcquire(LONG_MS)).epoch).toBe(lease.epoch + 1n);
  });

  it('notes when the bank was asked, and leaves that alone for runs that do not ask', async () => {
    const lease = await acquire(LONG_MS, stage.parts.newId(), AT);
    await releaseLease(database.sql, stage.tenant, lease ?? (await mustAcquire(LONG_MS)), AT);
    expect((await findConnection(database.sql, stage.tenant, stage.connectionId))?.lastAttemptAt).toBe(AT);
    await acquire(LONG_MS);
    expect((await findConnection(database.sql, stage.tenant, stage.connectionId))?.lastAttemptAt).toBe(AT);
  });

  it('lapses unless it is renewed, and stays with its holder as long as nobody takes it', async () => {
    const lease = await mustAcquire(LAPSED_MS);
    expect(await holds(lease)).toBe(true);
    expect(await renewLease(database.sql, stage.tenant, lease, LONG_MS)).toBe(true);
    expect(await acquire(LONG_MS)).toBeNull();
  });

  it('fences off the one who lost it, also when the same run has it again', async () => {
    const runId = stage.parts.newId();
    const lost = await mustAcquire(LAPSED_MS, runId);
    const taken = await mustAcquire(LONG_MS, runId);
    expect(taken.epoch).toBe(lost.epoch + 1n);
    expect(await renewLease(database.sql, stage.tenant, lost, LONG_MS)).toBe(false);
    expect(await holds(lost)).toBe(false);
    await releaseLease(database.sql, stage.tenant, lost, AT);
    expect(await holds(taken)).toBe(true);
  });

  it('is broken from outside, and gone for its holder at once', async () => {
    const lease = await mustAcquire(LONG_MS);
    await breakLease(database.sql, stage.tenant, stage.connectionId);
    expect(await holds(lease)).toBe(false);
    expect(await renewLease(database.sql, stage.tenant, lease, LONG_MS)).toBe(false);
  });

  it('is never given on a revoked connection, nor from another tenant', async () => {
    const live = { ...stage.tenant, environment: 'live' as const };
    const request = { connectionId: stage.connectionId, runId: stage.parts.newId(), ttlMs: LONG_MS, attemptAt: null };
    expect(await acquireLease(database.sql, live, request)).toBeNull();
    await database.sql`update connections set status = 'revoked' where id = ${stage.connectionId}`;
    expect(await acquire(LONG_MS)).toBeNull();
  });

  it('held for a commit makes everybody wait who wants to take it away', async () => {
    const lease = await mustAcquire(LONG_MS);
    const order: string[] = [];
    const locked = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const commit = database.sql.begin(async (db) => {
      expect(await lockLease(db, stage.tenant, lease)).toBe(true);
      locked.resolve();
      await mayCommit.promise;
      order.push('commit');
    });
    await locked.promise;
    const broken = breakLease(database.sql, stage.tenant, stage.connectionId).then(() => order.push('broken'));
    mayCommit.resolve();
    await Promise.all([commit, broken]);
    expect(order).toEqual(['commit', 'broken']);
  });
});

describe('the run of a worker that died', () => {
  it('keeps its turn: no other run takes over the lapsed lease of a run under way', async () => {
    const abandoned = await queueRun();
    await mustAcquire(LAPSED_MS, abandoned);
    await startSyncRun(database.sql, stage.tenant, abandoned, AT);
    const upload = await queueRun('upload');
    expect(await acquire(LONG_MS, upload)).toBeNull();
    const again = await mustAcquire(LONG_MS, abandoned);
    const failed = { status: 'failed', outcome: null, finishedAt: AT, windowStart: null, windowEnd: null } as const;
    const counts = { added: 0, modified: 0, removed: 0 };
    await finishSyncRun(database.sql, stage.tenant, abandoned, {
      ...failed,
      counts,
      perAccount: [],
      error: null,
      fileFormat: null,
    });
    await releaseLease(database.sql, stage.tenant, again, AT);
    expect(await acquire(LONG_MS, upload)).not.toBeNull();
  });

  it.each(['running', 'queued'])('is found by its lapsed lease while it is %s', async (status) => {
    const runId = await queueRun();
    await mustAcquire(LAPSED_MS, runId);
    if (status === 'running') await startSyncRun(database.sql, stage.tenant, runId, AT);
    const { organizationId, environment } = stage.tenant;
    const found = (await listAbandonedRuns(database.sql, LONG_MS, 1000)).filter(
      (run) => run.connectionId === stage.connectionId,
    );
    expect(found).toEqual([{ organizationId, environment, connectionId: stage.connectionId, runId }]);
  });

  it('is not looked for while the lease lives or when the run has ended', async () => {
    const runId = await queueRun();
    const lease = await mustAcquire(LAPSED_MS, runId);
    await renewLease(database.sql, stage.tenant, lease, LONG_MS);
    const find = async () =>
      (await listAbandonedRuns(database.sql, LONG_MS, 1000)).filter((run) => run.connectionId === stage.connectionId);
    expect(await find()).toEqual([]);
    await renewLease(database.sql, stage.tenant, lease, LAPSED_MS);
    await database.sql`update sync_runs set status = 'failed' where id = ${runId}`;
    expect(await find()).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedBank } from '../../test/support/banks/scripted-bank.ts';
import { takeSnapshot } from '../../test/support/database/snapshot.ts';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { pauseConnection } from '../commands/connections/pause-connection.ts';
import { revokeConnection } from '../commands/connections/revoke-connection.ts';
import { acquireLease, listAbandonedRuns, renewLease } from '../store/connections/connection-leases.ts';
import { findSyncRun, listSyncRuns, startSyncRun } from '../store/connections/sync-runs.ts';
import { runConnection } from './run-connection.ts';
import { AT, CHECKING, SAVINGS, stageRun } from './testing/run-stage.ts';

const NEVER = new AbortController().signal;

const database = stageDatabase();
const stage = stageRun(database);
const { show, connection, queue, run, sync, stream } = stage;

describe('two runs of one connection', () => {
  it('never work at the same time', async () => {
    const id = await queue();
    const other = { connectionId: stage.connectionId, runId: stage.commands.newId(), ttlMs: 60_000, attemptAt: null };
    await acquireLease(database.sql, stage.tenant, other);
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await run(id)).toBe('busy');
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it('started at once by two workers are one', async () => {
    show([{ sourceId: 'A' }]);
    const id = await queue();
    const ends = await Promise.all([run(id), run(id), run(id)]);
    expect(ends.filter((end) => end === 'committed')).toHaveLength(1);
    expect((await stream()).head).toBe(1n);
    expect(await run(id)).toBe('over');
  });
});

describe('a run that comes to no end', () => {
  const LEASE_TTL_MS = 100;
  /** As after a worker that died so long ago. The server has been there longer; the epoch keeps a late renewal out. */
  const lapse = (agoMs: number) => database.sql`update connections set lease_epoch = lease_epoch + 1,
    lease_expires_at = clock_timestamp() - ${agoMs} * interval '1 millisecond' where id = ${stage.connectionId}`;
  const isListed = async (leaseTtlMs: number) =>
    (await listAbandonedRuns(database.sql, leaseTtlMs, 1000)).some((each) => each.connectionId === stage.connectionId);

  beforeEach(async () => {
    ({ bank: stage.bank, parts: stage.parts } = createScriptedBank(stage.commands, { leaseTtlMs: LEASE_TTL_MS }));
    show([{ sourceId: 'A' }]);
    // Leaves what a worker leaves that died: nothing is written, the lease stays, and the bank was asked.
    await database.sql.unsafe(`
      create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$;
      create trigger break_off before insert on transactions for each row execute function break_off()`);
  });
  afterEach(() => database.sql.unsafe('drop function break_off cascade'));

  it('is taken up three times, each time later, and then fails without asking the bank again', async () => {
    const id = await queue();
    await expect(run(id)).rejects.toThrow('broken off');
    for (const recoveries of [0, 1, 2]) {
      await lapse(recoveries * LEASE_TTL_MS + 1);
      const longer = { ...stage.parts, leaseTtlMs: 60_000 };
      if (recoveries > 0) {
        expect(await isListed(longer.leaseTtlMs)).toBe(false);
        expect(
          await runConnection(longer, stage.tenant, { connectionId: stage.connectionId, syncRunId: id }, NEVER),
        ).toBe('busy');
      }
      expect(await isListed(LEASE_TTL_MS)).toBe(true);
      await expect(run(id)).rejects.toThrow('broken off');
    }
    expect(stage.bank.opened).toBe(4);
    await lapse(3 * LEASE_TTL_MS + 1);
    expect(await run(id)).toBe('committed');
    expect(stage.bank.opened).toBe(4);
    expect(await findSyncRun(database.sql, stage.tenant, stage.connectionId, id)).toMatchObject({
      status: 'failed',
      error: { code: 'internal' },
    });
    expect(await connection()).toMatchObject({ status: 'errored', consecutiveFailures: 1, leaseRunId: null });
  });

  it('because the database went away is not held against it', async () => {
    const id = await queue();
    for (let time = 0; time < 6; time += 1) {
      await expect(run(id)).rejects.toThrow('broken off');
      // Before the server was started; the epoch keeps a late renewal out.
      await database.sql`update connections set lease_epoch = lease_epoch + 1, lease_expires_at = '2020-01-01T00:00:00Z'
        where id = ${stage.connectionId}`;
    }
    expect(stage.bank.opened).toBe(6);
    expect(await findSyncRun(database.sql, stage.tenant, stage.connectionId, id)).toMatchObject({ recoveries: 0 });
  });
});

describe('a worker that goes away', () => {
  it('by death leaves a run that starts again from the beginning', async () => {
    show([{ sourceId: 'A' }]);
    const id = await queue();
    const lease = await acquireLease(database.sql, stage.tenant, {
      connectionId: stage.connectionId,
      runId: id,
      ttlMs: -1,
      attemptAt: AT,
    });
    await startSyncRun(database.sql, stage.tenant, id, AT);
    expect(await run(id)).toBe('committed');
    expect((await stream()).head).toBe(1n);
    if (lease === null) throw new Error('no lease');
    expect(await renewLease(database.sql, stage.tenant, lease, 60_000)).toBe(false);
  });

  it('by order gives its run back, and another one does it', async () => {
    show([{ sourceId: 'A' }]);
    const stop = new AbortController();
    const { observe } = stage.bank;
    stage.bank.accounts = [CHECKING, SAVINGS];
    stage.bank.observe = (source, window) => {
      stop.abort(new Error('the worker stops'));
      return observe(source, window);
    };
    const id = await queue();
    expect(await run(id, stop.signal)).toBe('returned');
    expect(await findSyncRun(database.sql, stage.tenant, stage.connectionId, id)).toMatchObject({ status: 'queued' });
    expect(await connection()).toMatchObject({ leaseRunId: null, status: 'active', consecutiveFailures: 0 });
    expect((await stream()).head).toBe(0n);
    expect([stage.bank.opened, stage.bank.closed]).toEqual([1, 1]);
    stage.bank.observe = observe;
    expect(await run(id)).toBe('committed');
  });

  it('because the connection was revoked meanwhile writes nothing at all', async () => {
    show([{ sourceId: 'A' }]);
    const { observe } = stage.bank;
    let revoked: Awaited<ReturnType<typeof takeSnapshot>> | null = null;
    stage.bank.observe = async (source, window) => {
      await revokeConnection(stage.commands, stage.tenant, stage.connectionId);
      revoked = await takeSnapshot(database.sql, stage.tenant.organizationId);
      return observe(source, window);
    };
    const { end, run: ended } = await sync();
    expect(end).toBe('over');
    expect(ended).toMatchObject({ status: 'failed' });
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(revoked);
  });

  it('while the connection is paused meanwhile is finished, and the connection stays paused', async () => {
    show([{ sourceId: 'A' }]);
    const { observe } = stage.bank;
    stage.bank.observe = async (source, window) => {
      await pauseConnection(stage.commands, stage.tenant, stage.connectionId);
      return observe(source, window);
    };
    expect((await sync()).run).toMatchObject({ status: 'succeeded', added: 1 });
    expect(await connection()).toMatchObject({ status: 'paused', resumeStatus: 'active', nextSyncAt: null });
    stage.bank.observe = observe;
    const waiting = await queue();
    expect(await run(waiting)).toBe('over');
    const runs = await listSyncRuns(
      database.sql,
      stage.tenant,
      { connectionId: stage.connectionId, status: 'failed' },
      { limit: 9, after: null },
    );
    expect(runs.map(({ id }) => id)).toEqual([waiting]);
  });
});

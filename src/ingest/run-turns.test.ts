import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../test/support/command-parts.ts';
import { createActiveConnection, createTenant } from '../../test/support/ledger.ts';
import { createRow } from '../../test/support/rows.ts';
import {
  type BankScript,
  createObservation,
  createScriptedBank,
  createSourceAccount,
} from '../../test/support/scripted-bank.ts';
import { takeSnapshot } from '../../test/support/snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { pauseConnection } from '../commands/connections/pause-connection.ts';
import { queueRun } from '../commands/connections/queue-run.ts';
import { revokeConnection } from '../commands/connections/revoke-connection.ts';
import type { StatedBalance } from '../domain/account.ts';
import type { ObservedRow } from '../domain/observation.ts';
import { acquireLease, listAbandonedRuns, renewLease } from '../store/connections/connection-leases.ts';
import { type ConnectionRow, findConnection } from '../store/connections/connections.ts';
import { findSyncRun, listSyncRuns, startSyncRun } from '../store/connections/sync-runs.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { readStream } from '../store/transactions/transaction-stream.ts';
import type { IngestParts } from './parts.ts';
import { runConnection } from './run-connection.ts';

const CHECKING = createSourceAccount('0001234410');
const SAVINGS = createSourceAccount('0009999', { type: 'savings', name: 'Reserve' });
const AT = '2026-11-20T06:00:00.000Z';
const NEVER = new AbortController().signal;

let database: TestDatabase;
let commands: ReturnType<typeof createCommandParts>;
let bank: BankScript;
let parts: IngestParts;
let tenant: Tenant & { readonly entityId: string };
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  commands = createCommandParts(database.sql);
  ({ bank, parts } = createScriptedBank(commands));
  tenant = await createTenant(commands);
  connectionId = await createActiveConnection(commands, tenant);
});

/** Makes the bank list one account with these rows. */
function show(rows: readonly Partial<ObservedRow>[], statedBalances: readonly StatedBalance[] = []): void {
  bank.accounts = [CHECKING];
  bank.observe = (source, window) => ({
    observation: createObservation(source, window, { rows: rows.map(createRow), statedBalances, dataAsOf: AT }),
    evidenceId: null,
    fault: null,
  });
}

async function connection(): Promise<ConnectionRow> {
  const row = await findConnection(database.sql, tenant, connectionId);
  if (row === null) throw new Error('the connection is gone');
  return row;
}

async function queue(): Promise<string> {
  const request = { id: commands.newId(), trigger: 'schedule', at: AT } as const;
  return (await queueRun(database.sql, await connection(), request)).id;
}

async function run(syncRunId: string, stopping = NEVER) {
  return runConnection(parts, tenant, { connectionId, syncRunId }, stopping);
}

async function sync() {
  const id = await queue();
  const end = await run(id);
  return { id, end, run: await findSyncRun(database.sql, tenant, connectionId, id) };
}

async function stream(position = 0n) {
  return readStream(database.sql, tenant, { position, accountId: null, connectionId: null, limit: 100 });
}

describe('two runs of one connection', () => {
  it('never work at the same time', async () => {
    const id = await queue();
    const other = { connectionId, runId: commands.newId(), ttlMs: 60_000, attemptAt: null };
    await acquireLease(database.sql, tenant, other);
    const before = await takeSnapshot(database.sql, tenant.organizationId);
    expect(await run(id)).toBe('busy');
    expect(await takeSnapshot(database.sql, tenant.organizationId)).toEqual(before);
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
    lease_expires_at = clock_timestamp() - ${agoMs} * interval '1 millisecond' where id = ${connectionId}`;
  const isListed = async (leaseTtlMs: number) =>
    (await listAbandonedRuns(database.sql, leaseTtlMs, 1000)).some((each) => each.connectionId === connectionId);

  beforeEach(async () => {
    ({ bank, parts } = createScriptedBank(commands, { leaseTtlMs: LEASE_TTL_MS }));
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
      const longer = { ...parts, leaseTtlMs: 60_000 };
      if (recoveries > 0) {
        expect(await isListed(longer.leaseTtlMs)).toBe(false);
        expect(await runConnection(longer, tenant, { connectionId, syncRunId: id }, NEVER)).toBe('busy');
      }
      expect(await isListed(LEASE_TTL_MS)).toBe(true);
      await expect(run(id)).rejects.toThrow('broken off');
    }
    expect(bank.opened).toBe(4);
    await lapse(3 * LEASE_TTL_MS + 1);
    expect(await run(id)).toBe('committed');
    expect(bank.opened).toBe(4);
    expect(await findSyncRun(database.sql, tenant, connectionId, id)).toMatchObject({
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
        where id = ${connectionId}`;
    }
    expect(bank.opened).toBe(6);
    expect(await findSyncRun(database.sql, tenant, connectionId, id)).toMatchObject({ recoveries: 0 });
  });
});

describe('a worker that goes away', () => {
  it('by death leaves a run that starts again from the beginning', async () => {
    show([{ sourceId: 'A' }]);
    const id = await queue();
    const lease = await acquireLease(database.sql, tenant, { connectionId, runId: id, ttlMs: -1, attemptAt: AT });
    await startSyncRun(database.sql, tenant, id, AT);
    expect(await run(id)).toBe('committed');
    expect((await stream()).head).toBe(1n);
    if (lease === null) throw new Error('no lease');
    expect(await renewLease(database.sql, tenant, lease, 60_000)).toBe(false);
  });

  it('by order gives its run back, and another one does it', async () => {
    show([{ sourceId: 'A' }]);
    const stop = new AbortController();
    const { observe } = bank;
    bank.accounts = [CHECKING, SAVINGS];
    bank.observe = (source, window) => {
      stop.abort(new Error('the worker stops'));
      return observe(source, window);
    };
    const id = await queue();
    expect(await run(id, stop.signal)).toBe('returned');
    expect(await findSyncRun(database.sql, tenant, connectionId, id)).toMatchObject({ status: 'queued' });
    expect(await connection()).toMatchObject({ leaseRunId: null, status: 'active', consecutiveFailures: 0 });
    expect((await stream()).head).toBe(0n);
    expect([bank.opened, bank.closed]).toEqual([1, 1]);
    bank.observe = observe;
    expect(await run(id)).toBe('committed');
  });

  it('because the connection was revoked meanwhile writes nothing at all', async () => {
    show([{ sourceId: 'A' }]);
    const { observe } = bank;
    let revoked: Awaited<ReturnType<typeof takeSnapshot>> | null = null;
    bank.observe = async (source, window) => {
      await revokeConnection(commands, tenant, connectionId);
      revoked = await takeSnapshot(database.sql, tenant.organizationId);
      return observe(source, window);
    };
    const { end, run: ended } = await sync();
    expect(end).toBe('over');
    expect(ended).toMatchObject({ status: 'failed' });
    expect(await takeSnapshot(database.sql, tenant.organizationId)).toEqual(revoked);
  });

  it('while the connection is paused meanwhile is finished, and the connection stays paused', async () => {
    show([{ sourceId: 'A' }]);
    const { observe } = bank;
    bank.observe = async (source, window) => {
      await pauseConnection(commands, tenant, connectionId);
      return observe(source, window);
    };
    expect((await sync()).run).toMatchObject({ status: 'succeeded', added: 1 });
    expect(await connection()).toMatchObject({ status: 'paused', resumeStatus: 'active', nextSyncAt: null });
    bank.observe = observe;
    const waiting = await queue();
    expect(await run(waiting)).toBe('over');
    const runs = await listSyncRuns(
      database.sql,
      tenant,
      { connectionId, status: 'failed' },
      { limit: 9, after: null },
    );
    expect(runs.map(({ id }) => id)).toEqual([waiting]);
  });
});

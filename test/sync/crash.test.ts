import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StallingBank, startStallingBank } from '../support/banks/stalling-bank.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import {
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  eventually,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let line: StallingBank;
let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;
let workers: WorkerProcess[];

const at = () => ({ path: { connectionId: connection.id } });
const isAccountPage = ({ path }: { path: string }) => path.includes('/transactions?');

beforeEach(async () => {
  line = await startStallingBank();
  // The API runs here without a worker; workers are processes of their own, so that they can be killed.
  system = await startSystem({ worker: false, settings: { CAUSEWAY_DEMO_BANK_URL: line.url } });
  line.target = system.bankUrl;
  workers = [];
  caller = (await system.createOrganization()).test;
  connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
  await putLogin(caller, connection);
});

afterEach(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  await line.close();
  await system.stop();
});

/** By itself with a short lease, as tests wait for its end, and one longer than a worker on a busy machine is likely to be held up. */
async function startWorker(leaseTtlMs = 3_000): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_DEMO_BANK_URL: line.url,
    CAUSEWAY_LEASE_TTL_MS: String(leaseTtlMs),
    CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
  });
  workers.push(worker);
  return worker;
}

/** Rows and events must be the same: every transaction is there once, as one `added`. */
async function expectOneOfEach(): Promise<void> {
  const rows = await caller.all<Schemas['Transaction']>('listTransactions');
  const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
    query: { from: 'beginning', limit: 500 },
  });
  const second = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
    query: { cursor: page.nextCursor, limit: 500 },
  });
  const events = [...page.events, ...second.events];
  expect(rows.length).toBeGreaterThan(100);
  expect(events.map((event) => (event.type === 'removed' ? null : event.transaction.id)).sort()).toEqual(
    rows.map(({ id }) => id).sort(),
  );
  const revisions = await system.database.sql`select from transaction_revisions`;
  expect(revisions).toHaveLength(rows.length);
  const accounts = await caller.all<Schemas['Account']>('listAccounts');
  expect(accounts).toHaveLength(3);
}

async function firstRunEnds(): Promise<Schemas['SyncRun']> {
  const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', at());
  expect(runs).toHaveLength(1);
  return runWhenEnded(caller, connection.id, runs[0]?.id ?? '');
}

/** Each test starts several workers, whose starts take a while where other tests run beside them. */
const TIMEOUT_MS = 90_000;

describe('a worker that is killed with kill -9', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['while it signs in', ({ path }: { path: string }) => path.endsWith('/sessions')],
    ['while it reads an account', isAccountPage],
    ['while it signs out, with everything read', ({ method }: { method: string }) => method === 'DELETE'],
  ])('%s leaves a run that another one takes up, with nothing lost and nothing doubled', async (_, matches) => {
    const first = await startWorker();
    const held = line.holdNext(matches);
    await caller.get('completeConnectionSetup', at());
    await held;
    expect(await caller.get('listSyncRuns', at())).toMatchObject({ data: [{ status: 'running' }] });
    await first.end('SIGKILL');
    line.release();
    await startWorker();
    expect(await firstRunEnds()).toMatchObject({ status: 'succeeded' });
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'activation');
    await expectOneOfEach();
  });

  it('again and again never leaves half a sync behind', async () => {
    await caller.get('completeConnectionSetup', at());
    for (let kill = 0; kill < 3; kill += 1) {
      const held = line.holdNext(isAccountPage);
      const worker = await startWorker();
      await held;
      await worker.end('SIGKILL');
      line.release();
      expect(await caller.all('listTransactions')).toEqual([]);
    }
    await startWorker();
    expect(await firstRunEnds()).toMatchObject({ status: 'succeeded' });
    await expectOneOfEach();
  });
});

describe('a worker that is stopped', { timeout: TIMEOUT_MS }, () => {
  it('returns its work at once, and another one finishes it', async () => {
    const first = await startWorker();
    const held = line.holdNext(isAccountPage);
    await caller.get('completeConnectionSetup', at());
    await held;
    await first.end('SIGTERM');
    const [run] = await caller.all<Schemas['SyncRun']>('listSyncRuns', at());
    expect(run?.status).toBe('queued');
    line.release();
    await startWorker();
    expect(await firstRunEnds()).toMatchObject({ status: 'succeeded' });
    await expectOneOfEach();
  });
});

describe('two workers', { timeout: TIMEOUT_MS }, () => {
  it('never work on one connection at once, and one that lost its lease writes nothing', async () => {
    // Nothing waits for the end of a lease here.
    await startWorker(30_000);
    await startWorker(30_000);
    const held = line.holdNext(isAccountPage);
    await caller.get('completeConnectionSetup', at());
    await held;
    const signIns = () => line.requests.filter((request) => request.endsWith('/sessions')).length;
    expect(signIns()).toBe(1);
    // The lease is taken away while the first one hangs at the bank: the run is taken up by another job.
    await system.database
      .sql`update connections set lease_epoch = lease_epoch + 1, lease_expires_at = now() - interval '1 second'`;
    await eventually(
      async () => signIns(),
      (count) => count >= 2,
      'the second sign-in',
    );
    line.release();
    expect(await firstRunEnds()).toMatchObject({ status: 'succeeded' });
    await expectOneOfEach();
  });

  it("do not get in each other's way when one hangs until its lease is gone and then goes on", async () => {
    const sleeper = await startWorker();
    const held = line.holdNext(isAccountPage);
    await caller.get('completeConnectionSetup', at());
    await held;
    process.kill(sleeper.pid, 'SIGSTOP');
    line.release();
    await startWorker();
    expect(await firstRunEnds()).toMatchObject({ status: 'succeeded' });
    const signOuts = () => line.requests.filter((request) => request.startsWith('DELETE')).length;
    const before = signOuts();
    process.kill(sleeper.pid, 'SIGCONT');
    // It signs out of the session that it still had, and that is all.
    await eventually(
      async () => signOuts(),
      (count) => count > before,
      'the sign-out of the one that woke up',
    );
    await sleeper.end('SIGTERM');
    await expectOneOfEach();
  });

  it('stop writing for a connection that is revoked while they are at the bank', async () => {
    await startWorker();
    const held = line.holdNext(isAccountPage);
    await caller.get('completeConnectionSetup', at());
    await held;
    await caller.get('revokeConnection', at());
    line.release();
    await eventually(
      async () => line.requests.some((request) => request.startsWith('DELETE')),
      (out) => out,
      'the sign-out',
    );
    expect(await firstRunEnds()).toMatchObject({ status: 'failed' });
    expect(await caller.all('listTransactions')).toEqual([]);
    expect(await caller.get('getConnection', at())).toMatchObject({ status: 'revoked' });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../src/infra/database.ts';
import { listedLooks, trueLooks } from '../support/banks/bank-truth.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Answer, Caller, Schemas } from '../support/calls/caller.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import {
  advanceToQuietHour,
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  eventually,
  putLogin,
  readTwiceMore,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;
let workers: WorkerProcess[];

const at = () => ({ path: { connectionId: connection.id } });

beforeEach(async () => {
  workers = [];
  // Workers are processes of their own, so that they can be killed.
  system = await startSystem({ worker: false });
  caller = (await system.createOrganization()).test;
  await advanceToQuietHour(caller);
  connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
  await putLogin(caller, connection);
});
afterEach(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  await system?.stop();
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
    // Short, as tests wait for its end, and longer than a worker on a busy machine is likely to be held up.
    CAUSEWAY_LEASE_TTL_MS: '3000',
    CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
  });
  workers.push(worker);
  return worker;
}

/** A lock in the database that somebody runs into. */
interface HeldLock {
  /** Resolves when a session of a worker waits for it. */
  untilMet(): Promise<unknown>;
  release(): Promise<void>;
}

/** Holds the lock that the statement takes. */
async function holdLock(take: (db: Db) => Promise<unknown>): Promise<HeldLock> {
  const taken = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const holding = system.database.sql.begin(async (db) => {
    await take(db);
    taken.resolve();
    await gate.promise;
  });
  await Promise.race([taken.promise, holding]);
  return {
    untilMet: () =>
      eventually(
        () => system.database.sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and application_name <> 'test'`,
        (waiting) => waiting.length > 0,
        'a session that waits for the lock',
      ),
    release: async () => {
      gate.resolve();
      await holding;
    },
  };
}

/** The head of the stream, which a commit takes last, when everything else of it is written. */
const holdHead = () => holdLock((db) => db`select from stream_heads where environment = 'test' for update`);
/** The connection, whose lease a worker takes before it begins a run. */
const holdConnection = () => holdLock((db) => db`select from connections where id = ${connection.id} for update`);

async function theRun(): Promise<Schemas['SyncRun']> {
  const [run, ...others] = await caller.all<Schemas['SyncRun']>('listSyncRuns', at());
  expect(others).toEqual([]);
  return runWhenEnded(caller, connection.id, run?.id ?? '');
}

/** What the API lists must be what is true at the bank, and nothing may have been written twice. */
async function expectTheTruth(): Promise<void> {
  expect(await listedLooks(caller)).toEqual(await trueLooks(system.dataDir, connection.username));
  const doubled = await system.database.sql`select transaction_id from transaction_revisions
    group by transaction_id, revision having count(*) > 1`;
  expect(doubled).toEqual([]);
}

describe('a worker that is killed with kill -9', () => {
  it('after it took a job and before it began the run loses neither', async () => {
    await caller.get('completeConnectionSetup', at());
    const lock = await holdConnection();
    const first = await startWorker();
    await lock.untilMet();
    expect(await caller.all('listSyncRuns', at())).toMatchObject([{ status: 'queued' }]);
    await first.end('SIGKILL');
    await lock.release();
    await startWorker();
    expect(await theRun()).toMatchObject({ status: 'succeeded' });
    await expectTheTruth();
  });

  it('in the middle of its commit has written nothing, and another one writes everything', async () => {
    const lock = await holdHead();
    await caller.get('completeConnectionSetup', at());
    const first = await startWorker();
    await lock.untilMet();
    await first.end('SIGKILL');
    await lock.release();
    await eventually(
      () => system.database.sql`select from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`,
      (open) => open.length === 0,
      'the end of the orphaned session',
    );
    expect(await caller.all('listTransactions')).toEqual([]);
    expect(await caller.all('listAccounts')).toEqual([]);
    await startWorker();
    expect(await theRun()).toMatchObject({ status: 'succeeded', outcome: 'changed' });
    await expectTheTruth();
  });

  it('in the middle of the commit of a later sync leaves the mirror as it was, and another one brings it up to date', async () => {
    await caller.get('completeConnectionSetup', at());
    const first = await startWorker();
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'activation');
    const before = await caller.all<Schemas['Transaction']>('listTransactions');
    const lock = await holdHead();
    const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
      body: { days: 12 },
    });
    await lock.untilMet();
    await first.end('SIGKILL');
    await lock.release();
    expect(await caller.all('listTransactions')).toEqual(before);
    await startWorker();
    const run = await runWhenEnded(caller, connection.id, syncRunIds[0] ?? '');
    expect(run).toMatchObject({ status: 'succeeded', outcome: 'changed' });
    await readTwiceMore(caller, connection.id);
    await expectTheTruth();
  });

  it('in the middle of taking a file in leaves the upload waiting, and another one answers it', async () => {
    const lock = await holdHead();
    const first = await startWorker();
    const form = fileForm(smallBai2File(20));
    const answer: Promise<Answer<Schemas['SyncRun']>> = caller.call('uploadConnectionFile', { ...at(), form });
    await lock.untilMet();
    await first.end('SIGKILL');
    await lock.release();
    await startWorker();
    expect(await answer).toMatchObject({ status: 201, body: { status: 'succeeded', counts: { added: 20 } } });
    expect(await caller.all('listTransactions')).toHaveLength(20);
    expect(await caller.call('uploadConnectionFile', { ...at(), form })).toMatchObject({ status: 200 });
  });
});

describe('a worker that is stopped', () => {
  it('in the middle of its commit finishes it', async () => {
    const lock = await holdHead();
    await caller.get('completeConnectionSetup', at());
    const worker = await startWorker();
    await lock.untilMet();
    const ended = worker.end('SIGTERM');
    await lock.release();
    await ended;
    expect(await theRun()).toMatchObject({ status: 'succeeded' });
    await expectTheTruth();
  });
});

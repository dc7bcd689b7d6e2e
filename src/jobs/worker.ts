import { setTimeout as delay } from 'node:timers/promises';
import type { Runner } from 'graphile-worker';
import { Pool } from 'pg';
import { loadGraphileWorker } from '../infra/graphile-worker.ts';
import type { Log } from '../infra/log.ts';
import type { JobName, JobPayloads } from '../store/jobs.ts';
import type { JobHandlers } from './handlers.ts';
import { Places } from './places.ts';
import { createQueueLog } from './queue-log.ts';

/** A running worker. `stop` lets no new job begin, aborts the ones under way and waits until they have returned their work. */
export interface Worker {
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly databaseUrl: string;
  /** Jobs of one kind and organization at the same time. */
  readonly concurrency: number;
  readonly handlers: JobHandlers;
  /** Queues a job again that has had its turn, in the order of those. */
  putBack<Name extends JobName>(name: Name, payload: JobPayloads[Name], key: string): Promise<void>;
  readonly log: Log;
}

/** Wait between two tries to begin again while the database is away. */
const RESTART_DELAY_MS = 500;

/**
 * Starts working off jobs. The queue's tables must exist. Each kind has places of its own, so that servers of files that take their time
 * keep no sync waiting: as many as one organization may have at a time, and one more, which is for the others whatever that one does.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  const pool = openPool(options, Object.keys(options.handlers).length);
  const begun: KindAtWork[] = [];
  const stop = async () => {
    stopping.abort(new Error('the worker stops'));
    await Promise.all(begun.map(({ ended }) => ended));
    endPool(pool);
  };
  try {
    // The names are those of the handlers, by their type.
    for (const name of Object.keys(options.handlers) as JobName[])
      begun.push(await startKind({ ...options, name, pool }, stopping.signal));
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { stop };
}

interface KindAtWork {
  /** Resolves when the last job is over after a stop. */
  readonly ended: Promise<void>;
}

/**
 * Works off the jobs of one kind. A runner ends when the database goes away before it could note the end of a job; another one takes its
 * place as soon as the database is back.
 */
async function startKind(kind: Omit<Kind, 'places'>, stopping: AbortSignal): Promise<KindAtWork> {
  const places = new Places(kind.concurrency);
  const begin = () => beginRunner({ ...kind, places }, stopping);
  return { ended: keepRunning(await begin(), begin, { log: kind.log, stopping }) };
}

/** A runner and the moment at which it takes no more jobs. */
interface BegunRunner {
  readonly runner: Runner;
  /** Resolves when it stops by itself. Its jobs under way may still go on then. */
  readonly failed: Promise<void>;
  /** Resolves when the last of its jobs is over. */
  readonly ended: Promise<void>;
}

async function keepRunning(
  first: BegunRunner,
  begin: () => Promise<BegunRunner>,
  { log, stopping }: { readonly log: Log; readonly stopping: AbortSignal },
): Promise<void> {
  const stopped = new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve(), { once: true }));
  const ends: Promise<void>[] = [];
  let current: BegunRunner | null = first;
  while (!stopping.aborted) {
    if (current !== null) {
      ends.push(current.ended);
      await Promise.race([current.failed, stopped]);
      if (stopping.aborted) break;
      log.warn({}, 'the job runner has ended and is begun again');
    }
    current = await begin().catch(async (cause: unknown) => {
      log.warn({ err: cause }, 'the job runner could not begin');
      // Being stopped ends the wait early, which is no fault.
      await delay(RESTART_DELAY_MS, undefined, { signal: stopping }).catch(() => undefined);
      return null;
    });
  }
  await current?.runner.stop();
  await Promise.all([...ends, current?.ended]);
}

interface Kind extends WorkerOptions {
  readonly name: JobName;
  readonly pool: Pool;
  readonly places: Places;
}

async function beginRunner(kind: Kind, stopping: AbortSignal): Promise<BegunRunner> {
  const { log, places } = kind;
  const { Logger, run } = loadGraphileWorker();
  const runner = await run({
    pgPool: kind.pool,
    concurrency: placesOf(kind),
    // Jobs have their organization as a flag.
    forbiddenFlags: () => [...places.full()],
    // The process decides about signals; a worker inside it must not end it.
    noHandleSignals: true,
    // LISTEN wakes the worker at once; polling only finds jobs whose time has come.
    pollInterval: 1_000,
    // Without a delay, be it none, the end of a job that cannot be noted is a rejection that nobody handles, which ends
    // the process. With one it ends the runner only.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // Recurring work is ours (schedule.ts), so no crontab file is looked for.
    parsedCronItems: [],
    logger: new Logger(() => createQueueLog(log)),
    taskList: {
      [kind.name]: (payload: unknown, { job }) =>
        // Payloads are written by enqueueJob under the same name, so they have the handler's type.
        workOff(kind, { payload: payload as JobPayloads[JobName], key: job.key }, stopping),
    },
  });
  // What ended it has been logged by the runner itself.
  const ended = runner.promise.catch(() => undefined);
  const failing = new Promise<void>((resolve) => runner.events.once('pool:gracefulShutdown', () => resolve()));
  return { runner, ended, failed: Promise.race([failing, ended]) };
}

/** Works one job off. Several places may take jobs of an organization at once before one of them is counted; what is too much goes back. */
async function workOff(
  { name, handlers, places, putBack }: Kind,
  { payload, key }: { readonly payload: JobPayloads[JobName]; readonly key: string | null },
  stopping: AbortSignal,
): Promise<void> {
  const { organizationId } = payload;
  if (!places.take(organizationId)) {
    // Without its key another one has taken its place.
    if (key !== null) await putBack(name, payload, key);
    return;
  }
  try {
    const handle = handlers[name] as (payload: JobPayloads[JobName], stopping: AbortSignal) => Promise<void>;
    await handle(payload, stopping);
  } finally {
    places.leave(organizationId);
  }
}

/** One more than an organization may have. */
function placesOf({ concurrency }: WorkerOptions): number {
  return concurrency + 1;
}

/**
 * The connections of all runners: one for each to listen, and as many for what they ask as one of them has places. One of a runner's own
 * would stop hearing of errors before its connections have ended, and an error that nobody hears ends the process: a database that goes
 * away while a runner stops.
 */
function openPool(options: WorkerOptions, runners: number): Pool {
  const { databaseUrl, log } = options;
  const pool = new Pool({ connectionString: databaseUrl, max: placesOf(options) + runners });
  // What was under way on the connection fails by itself.
  const note = (cause: Error) => log.warn({ err: cause }, 'a connection of the job queue was lost');
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  return releasedOnce(pool);
}

/**
 * A runner gives the connection over which it listens back twice where that is cut while the runner stops, and the second time would be a
 * rejection that nobody handles, which ends the process.
 */
function releasedOnce(pool: Pool): Pool {
  const connect = pool.connect.bind(pool);
  type Done = Parameters<typeof connect>[0];
  const connectOnce = (done?: Done) => {
    if (done === undefined) return connect();
    return connect((error, client, release) => {
      // Nothing to release, and at the end of a pool no function for it.
      if (client === undefined) return done(error, client, release);
      let isReleased = false;
      done(error, client, (cause) => {
        if (!isReleased) release(cause);
        isReleased = true;
      });
    });
  };
  return Object.assign(pool, { connect: connectOnce });
}

/** Nobody waits for the farewells of a server that may be away. */
function endPool(pool: Pool): void {
  pool.end().catch(() => undefined);
}

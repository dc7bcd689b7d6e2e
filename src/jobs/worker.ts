import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type Runner, run } from 'graphile-worker';
import { Pool } from 'pg';
import type { Log } from '../infra/log.ts';
import type { JobHandlers } from './handlers.ts';

/** A running worker. `stop` lets no new job begin, aborts the ones under way and waits until they have returned their work. */
export interface Worker {
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly concurrency: number;
  readonly handlers: JobHandlers;
  readonly log: Log;
}

/** Wait between two tries to begin again while the database is away. */
const RESTART_DELAY_MS = 500;

/**
 * Starts working off jobs, up to `concurrency` at a time. The queue's tables must exist. A runner ends when the database
 * goes away before it could note the end of a job; another one takes its place as soon as the database is back.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  const begin = () => beginRunner(options, stopping.signal);
  const first = await begin();
  const keeping = keepRunning(first, begin, { log: options.log, stopping: stopping.signal });
  return {
    stop: async () => {
      stopping.abort(new Error('the worker stops'));
      await keeping;
    },
  };
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

async function beginRunner({ databaseUrl, concurrency, handlers, log }: WorkerOptions, stopping: AbortSignal) {
  const pool = openPool(databaseUrl, concurrency + 2, log);
  const runner = await run({
    pgPool: pool,
    concurrency,
    // The process decides about signals; a worker inside it must not end it.
    noHandleSignals: true,
    // LISTEN wakes the worker at once; polling only finds jobs whose time has come.
    pollInterval: 1_000,
    // Without a delay, be it none, the end of a job that cannot be noted is a rejection that nobody handles, which ends
    // the process. With one it ends the runner only.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // Recurring work is ours (schedule.ts), so no crontab file is looked for.
    parsedCronItems: [],
    logger: new Logger(() => (level, message) => {
      // The runner reports every job it begins; only what goes wrong is worth a line.
      if (level === 'error') log.error({ source: 'graphile-worker' }, message);
      else if (level === 'warning') log.warn({ source: 'graphile-worker' }, message);
      else log.debug({ source: 'graphile-worker' }, message);
    }),
    taskList: Object.fromEntries(
      Object.entries(handlers).map(([name, handle]) => [
        name,
        // Payloads are written by enqueueJob under the same name, so they have the handler's type.
        (payload: unknown) => handle(payload as never, stopping),
      ]),
    ),
  }).catch((cause: unknown) => {
    endPool(pool);
    throw cause;
  });
  // What ended it has been logged by the runner itself.
  const ended = runner.promise.catch(() => undefined).then(() => endPool(pool));
  const failing = new Promise<void>((resolve) => runner.events.once('pool:gracefulShutdown', () => resolve()));
  return { runner, ended, failed: Promise.race([failing, ended]) };
}

/**
 * The connections of a runner. One of the runner's own would stop hearing of errors before its connections have ended, and an error that
 * nobody hears ends the process: a database that goes away while a runner stops.
 */
function openPool(connectionString: string, max: number, log: Log): Pool {
  const pool = new Pool({ connectionString, max });
  // What was under way on the connection fails by itself.
  const note = (cause: Error) => log.warn({ err: cause }, 'a connection of the job queue was lost');
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  return pool;
}

/** Nobody waits for the farewells of a server that may be away. */
function endPool(pool: Pool): void {
  pool.end().catch(() => undefined);
}

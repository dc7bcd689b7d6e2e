import { Logger, run } from 'graphile-worker';
import type { Log } from '../infra/log.ts';
import type { JobName, JobPayloads } from '../store/jobs.ts';
import type { JobHandlers } from './handlers.ts';

/** A running worker. `stop` lets no new job begin, aborts the ones under way and waits until they have returned their work. */
export interface Worker {
  stop(): Promise<void>;
}

/** Starts working off jobs, up to `concurrency` at a time. The queue's tables must exist. */
export async function startWorker(options: {
  readonly databaseUrl: string;
  readonly concurrency: number;
  readonly handlers: JobHandlers;
  readonly log: Log;
}): Promise<Worker> {
  const stopping = new AbortController();
  const runner = await run({
    connectionString: options.databaseUrl,
    concurrency: options.concurrency,
    maxPoolSize: options.concurrency + 2,
    // The process decides about signals; a worker inside it must not end it.
    noHandleSignals: true,
    // LISTEN wakes the worker at once; polling only finds jobs whose time has come.
    pollInterval: 1_000,
    // Recurring work is ours (schedule.ts), so no crontab file is looked for.
    parsedCronItems: [],
    logger: new Logger(() => (level, message) => {
      // The runner reports every job it begins; only what goes wrong is worth a line.
      if (level === 'error') options.log.error({ source: 'graphile-worker' }, message);
      else if (level === 'warning') options.log.warn({ source: 'graphile-worker' }, message);
      else options.log.debug({ source: 'graphile-worker' }, message);
    }),
    taskList: Object.fromEntries(
      Object.entries(options.handlers).map(([name, handle]) => [
        name,
        // Payloads are written by enqueueJob under the same name, so they have the handler's type.
        (payload: unknown) => handle(payload as JobPayloads[JobName], stopping.signal),
      ]),
    ),
  });
  return {
    stop: async () => {
      stopping.abort(new Error('the worker stops'));
      await runner.stop();
    },
  };
}

import type { Log } from '../infra/log.ts';

/**
 * Takes what the library of the job queue says. A job that fails is a fault of ours. All else that it calls an error is of its dealings with
 * the database, such as one that shuts down: it tries again by itself, or ends and is begun again, so that nobody has to be woken.
 */
export function createQueueLog(
  log: Log,
): (level: string, message: string, meta?: Readonly<Record<string, unknown>>) => void {
  return (level, message, meta) => {
    const fields = { source: 'graphile-worker', report: message };
    // The runner reports every job it begins; only what goes wrong is worth a line.
    if (level === 'error' && meta?.job !== undefined) log.error(fields, 'a job failed');
    else if (level === 'error' || level === 'warning') log.warn(fields, 'the job queue met trouble');
    else log.debug(fields, 'the job queue reports');
  };
}

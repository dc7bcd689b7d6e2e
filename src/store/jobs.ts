import type { Db } from '../infra/database.ts';

/** Every background job by name, with what it is given. */
export interface JobPayloads {
  readonly 'poll-file-source': {
    readonly organizationId: string;
    readonly environment: 'live' | 'test';
    readonly sourceId: string;
  };
  readonly 'sync-connection': {
    readonly organizationId: string;
    readonly environment: 'live' | 'test';
    readonly connectionId: string;
    readonly syncRunId: string;
  };
}
export type JobName = keyof JobPayloads;

/**
 * Queues a job in the caller's transaction: it exists exactly when the transaction commits. A job with the key of one
 * that still waits replaces it. `delayMs` holds it back for that long.
 */
export async function enqueueJob<Name extends JobName>(
  db: Db,
  name: Name,
  payload: JobPayloads[Name],
  options: { readonly key: string; readonly delayMs?: number },
): Promise<void> {
  await db`select graphile_worker.add_job(identifier => ${name}::text, payload => ${db.json(payload as never)}::json,
    job_key => ${options.key}::text, max_attempts => 25,
    run_at => now() + ${options.delayMs ?? 0} * interval '1 millisecond')`;
}

/** Takes jobs back that have not begun; those that have, or that are gone, are left alone. */
export async function removeJobs(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db`select graphile_worker.remove_job(key) from unnest(${[...keys]}::text[]) as k (key)`;
}

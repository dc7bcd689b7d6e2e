import type { Db } from '../infra/database.ts';

/** Every background job by name, with what it is given. */
export interface JobPayloads {
  readonly 'sync-connection': {
    readonly organizationId: string;
    readonly environment: 'live' | 'test';
    readonly connectionId: string;
    readonly syncRunId: string;
  };
}
export type JobName = keyof JobPayloads;

/**
 * Queues a job in the caller's transaction: it exists exactly when the transaction commits. Jobs of one queue run one
 * after the other; a job with the key of one that still waits replaces it.
 */
export async function enqueueJob<Name extends JobName>(
  db: Db,
  name: Name,
  payload: JobPayloads[Name],
  options: { readonly key: string; readonly queue: string | null },
): Promise<void> {
  await db`select graphile_worker.add_job(identifier => ${name}, payload => ${db.json(payload as never)},
    queue_name => ${options.queue}, job_key => ${options.key}, max_attempts => 25)`;
}

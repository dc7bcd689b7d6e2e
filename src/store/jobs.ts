import type { Db } from '../infra/database.ts';
import { currentTraceparent } from '../infra/tracing/span.ts';

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
    /** W3C context of the request that asked for it, where traces are taken. */
    readonly traceparent?: string;
  };
}
export type JobName = keyof JobPayloads;

/** What waits for its organization's next turn: apart for what somebody waits for and for looks into file sources. */
const LANES = { ordinary: 0, awaited: 1, poll: 2 } as const;

/** When a job is worked off. */
export type JobTime =
  /** At the organization's next turn (see migration 000025): nobody waits longer for all that others have queued. */
  | { readonly turn: keyof typeof LANES }
  /** After a while, and then behind the turns of others. */
  | { readonly delayMs: number }
  /** Before all turns, because it has had its own; at once or after a while. */
  | { readonly againInMs: number };

/**
 * Queues a job in the caller's transaction: it exists exactly when the transaction commits. A job with the key of one
 * that still waits replaces it.
 */
export async function enqueueJob<Name extends JobName>(
  db: Db,
  name: Name,
  payload: JobPayloads[Name],
  options: { readonly key: string } & JobTime,
): Promise<void> {
  const { key } = options;
  const traceparent = currentTraceparent();
  const json = db.json((traceparent === null ? payload : { ...payload, traceparent }) as never); // plain data by its type
  if ('turn' in options)
    await db`select queue_in_turn(${name}::text, ${json}::json, ${key}::text, ${LANES[options.turn]}::int2)`;
  else if ('againInMs' in options)
    await db`select queue_again(${name}::text, ${json}::json, ${key}::text,
      now() + ${options.againInMs} * interval '1 millisecond')`;
  else
    await db`select queue_job(${name}::text, ${json}::json, ${key}::text,
      now() + ${options.delayMs} * interval '1 millisecond')`;
}

/** Gives jobs whose time has come turns of their own where they have to wait. Returns how many. */
export async function giveOverdueTurns(db: Db, limit: number): Promise<number> {
  const [row] = await db<{ given: number }[]>`select give_overdue_turns(${limit}::int4) as given`;
  return row?.given ?? 0;
}

/** Removes the turns that have come. */
export async function forgetTurns(db: Db): Promise<void> {
  await db`select forget_turns()`;
}

/**
 * Removes what is left of jobs that others have replaced while a worker had them, when that worker is gone: the queue takes their key
 * and keeps them for a worker to end, which a dead one does not. Every job of ours has a key, so one without is not needed. A worker
 * may hold a job for four hours, after which the queue takes its lock away. Returns how many went.
 */
export async function deleteReplacedJobs(db: Db): Promise<number> {
  const { count } = await db`delete from graphile_worker._private_jobs
    where key is null and attempts >= max_attempts
      and (locked_at is null or locked_at < now() - interval '4 hours')`;
  return count;
}

/** Takes jobs back that have not begun; those that have, or that are gone, are left alone. */
export async function removeJobs(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db`select remove_jobs(${[...keys]}::text[])`;
}

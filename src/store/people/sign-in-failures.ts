import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** How refused tries of one kind are answered. */
export interface FailureRule {
  /** So many are free. */
  readonly free: number;
  /** Wait after the next one; it doubles with each further one. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Forgotten after so long without another. */
  readonly memoryMs: number;
}

/**
 * Counts a try as failed before it is made, so that several at once cannot all be free. Returns the moment until which to wait, with
 * nothing counted, or null when the try may be made.
 */
export async function beginTry(db: Db, subject: Uint8Array, rule: FailureRule, at: Instant): Promise<Instant | null> {
  const key = Buffer.from(subject);
  const { free, firstWaitMs, longestWaitMs, memoryMs } = rule;
  const forget = db`${at}::timestamptz + ${memoryMs}::float8 * interval '1 millisecond'`;
  const next = db`(case when f.forget_at < ${at} then 1 else f.failures + 1 end)`;
  const waitMs = db`(case when ${next} <= ${free}::integer then 0
    else least(${longestWaitMs}::float8, ${firstWaitMs}::float8 * 2 ^ least(${next} - ${free}::integer - 1, 30)) end)`;
  const { count } = await db`
    insert into people_sign_in_failures as f (subject, failures, blocked_until, forget_at)
    values (${key}, 1, ${at}, ${forget})
    on conflict (subject) do update set failures = ${next}, blocked_until = ${at}::timestamptz + ${waitMs} * interval '1 millisecond',
        forget_at = ${forget}
      where f.blocked_until <= ${at}`;
  if (count > 0) return null;
  const [row] = await db<{ blockedUntil: Instant }[]>`
    select blocked_until from people_sign_in_failures where subject = ${key}`;
  return row?.blockedUntil ?? null;
}

/** A try came to a good end: what was counted for this subject is forgotten. */
export async function forgetTries(db: Db, subject: Uint8Array): Promise<void> {
  await db`delete from people_sign_in_failures where subject = ${Buffer.from(subject)}`;
}

/** A try came to a good end for another subject: this one has one failure less. */
export async function takeBackTry(db: Db, subject: Uint8Array): Promise<void> {
  await db`update people_sign_in_failures set failures = greatest(failures - 1, 0) where subject = ${Buffer.from(subject)}`;
}

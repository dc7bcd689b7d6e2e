import type { Db, Sql } from '../../../src/infra/database.ts';
import { eventually } from '../system/onboarding.ts';

/** A database transaction of its own session whose steps and end a test decides about. */
export interface HeldTransaction {
  /** Runs a step in it. */
  step<T>(work: (db: Db) => Promise<T>): Promise<T>;
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

class RolledBack extends Error {}

/** Begins one; resolves when the server has begun it. */
export async function holdTransaction(sql: Sql): Promise<HeldTransaction> {
  const opened = Promise.withResolvers<Db>();
  const ending = Promise.withResolvers<void>();
  const ended = sql.begin(async (db) => {
    await db`select pg_current_xact_id()`;
    opened.resolve(db);
    await ending.promise;
  });
  // It may fail while nobody waits for its end yet; `commit` tells.
  ended.catch(opened.reject);
  const db = await opened.promise;
  return {
    step: (work) => work(db),
    commit: async () => {
      ending.resolve();
      await ended;
    },
    rollBack: async () => {
      ending.reject(new RolledBack());
      await ended.catch((cause: unknown) => {
        if (!(cause instanceof RolledBack)) throw cause;
      });
    },
  };
}

/** Resolves when so many sessions of the database wait for a lock, which is what they do behind a writer at the head. */
export async function untilQueued(sql: Sql, count: number): Promise<void> {
  await eventually(
    () => sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    (waiting) => waiting.length >= count,
    `${count} sessions in a queue`,
  );
}

/** Resolves when a session waits for a lock that the one of this process number holds. */
export async function untilBlockedBy(sql: Sql, pid: number): Promise<void> {
  await eventually(
    () => sql`select from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`,
    (waiting) => waiting.length > 0,
    'a session that waits for this one',
  );
}

import { giveFreeNumbers } from '../commands/connections/assign-phone-numbers.ts';
import { queueDueSyncs } from '../commands/connections/queue-due-syncs.ts';
import { queueDuePolls } from '../commands/files/queue-due-polls.ts';
import type { CommandParts } from '../commands/parts.ts';
import { type AuditRetention, purgeAuditEntries } from '../commands/purges/purge-audit-entries.ts';
import { purgeBankInvitations } from '../commands/purges/purge-bank-invitations.ts';
import { purgeCodeMessages } from '../commands/purges/purge-code-messages.ts';
import { purgeConnectSessions } from '../commands/purges/purge-connect-sessions.ts';
import { type PurgeParts, purgeDiscardedFiles } from '../commands/purges/purge-discarded-files.ts';
import { purgeEvents } from '../commands/purges/purge-events.ts';
import { purgeIdempotencyKeys } from '../commands/purges/purge-idempotency-keys.ts';
import { purgePeople } from '../commands/purges/purge-people.ts';
import { purgeTimelines } from '../commands/purges/purge-timelines.ts';
import { purgeTombstones } from '../commands/purges/purge-tombstones.ts';
import { isDatabaseUnavailable } from '../infra/database/unavailable.ts';
import type { Log } from '../infra/log.ts';
import { listAbandonedRuns, listStrandedRuns } from '../store/connections/connection-leases.ts';
import { enqueueRun } from '../store/connections/run-jobs.ts';
import { deleteReplacedJobs, forgetTurns, giveOverdueTurns } from '../store/jobs.ts';
import { listStreams } from '../store/transactions/tombstones.ts';

/** Runs taken up in one round; the next round takes the rest. */
const RECOVERY_BATCH = 100;
/** Jobs that were put off and get turns in one round. */
const OVERDUE_BATCH = 1_000;
/** Tombstones fall due by the day; looking more often would find nothing. */
const PURGE_EVERY_MS = 3_600_000;

/** The recurring work of a worker: due syncs are queued, runs of dead workers started again, what is old purged. */
export interface Schedule {
  stop(): Promise<void>;
}

/** `leaseTtlMs`: time after which a worker that has not begun or renewed its work is taken for dead. */
export type ScheduleParts = CommandParts &
  PurgeParts &
  AuditRetention & { readonly log: Log; readonly leaseTtlMs: number };

/** Does a round now and then one every `intervalMs`. Any number of processes may; none depends on another. */
export function startSchedule(parts: ScheduleParts, intervalMs: number): Schedule {
  let round: Promise<void> = Promise.resolve();
  let busy = false;
  let purgeAtMs = 0;
  const begin = () => {
    if (busy) return;
    busy = true;
    const purges = parts.nowMs() >= purgeAtMs;
    if (purges) purgeAtMs = parts.nowMs() + PURGE_EVERY_MS;
    round = doRound(parts, purges).finally(() => {
      busy = false;
    });
  };
  begin();
  const timer = setInterval(begin, intervalMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}

/** Each step is tried, whatever becomes of the others. */
async function doRound(parts: ScheduleParts, purges: boolean): Promise<void> {
  let isAway = false;
  const attempt = async (step: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (cause) {
      // A database that is away comes back; the next round does what this one could not. Once a round is enough to tell.
      if (isDatabaseUnavailable(cause)) {
        if (isAway) return;
        isAway = true;
      }
      parts.log.warn({ err: cause, step }, 'a step of the schedule failed');
    }
  };
  await attempt('recover runs', () => recoverAbandonedRuns(parts));
  await attempt('queue syncs', () => queueDueSyncs(parts));
  await attempt('queue polls', () => queueDuePolls(parts));
  await attempt('give turns', () => giveOverdueTurns(parts.sql, OVERDUE_BATCH));
  await attempt('purge codes', () => purgeCodeMessages(parts));
  await attempt('purge invitations', () => purgeBankInvitations(parts));
  await attempt('give numbers', () => giveFreeNumbers(parts));
  if (!purges) return;
  await attempt('forget turns', () => forgetTurns(parts.sql));
  await attempt('forget jobs', () => deleteReplacedJobs(parts.sql));
  await attempt('purge files', () => purgeDiscardedFiles(parts));
  await attempt('purge sign-ins', () => purgePeople(parts));
  await attempt('purge timelines', () => purgeTimelines(parts));
  await attempt('purge events', () => purgeEvents(parts));
  await attempt('purge audit log', () => purgeAuditEntries(parts));
  await attempt('purge idempotency keys', () => purgeIdempotencyKeys(parts));
  await attempt('purge Connect sessions', () => purgeConnectSessions(parts));
  await attempt('purge tombstones', async () => {
    for (const tenant of await listStreams(parts.sql))
      await attempt('purge tombstones', () => purgeTombstones({ ...parts, sql: parts.sqlOf(tenant) }, tenant));
  });
}

/** Gives every run whose worker died a new job. The run itself is harmless to repeat. Returns how many. */
export async function recoverAbandonedRuns(parts: Pick<ScheduleParts, 'sql' | 'leaseTtlMs'>): Promise<number> {
  const abandoned = [
    ...(await listAbandonedRuns(parts.sql, parts.leaseTtlMs, RECOVERY_BATCH)),
    ...(await listStrandedRuns(parts.sql, parts.leaseTtlMs, RECOVERY_BATCH)),
  ];
  for (const run of abandoned)
    await enqueueRun(parts.sql, run, { id: run.runId, connectionId: run.connectionId }, { againInMs: 0 });
  return abandoned.length;
}

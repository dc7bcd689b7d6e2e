import { purgeCodeMessages } from '../commands/offer-code.ts';
import type { CommandParts } from '../commands/parts.ts';
import { type PurgeParts, purgeDiscardedFiles } from '../commands/purge-discarded-files.ts';
import { purgeTimelines } from '../commands/purge-timelines.ts';
import { purgeTombstones } from '../commands/purge-tombstones.ts';
import { queueDuePolls } from '../commands/queue-due-polls.ts';
import { queueDueSyncs } from '../commands/queue-due-syncs.ts';
import type { Log } from '../infra/log.ts';
import { listAbandonedRuns, listStrandedRuns } from '../store/connection-leases.ts';
import { enqueueJob } from '../store/jobs.ts';
import { listStreams } from '../store/tombstones.ts';

/** Runs taken up in one round; the next round takes the rest. */
const RECOVERY_BATCH = 100;
/** Tombstones fall due by the day; looking more often would find nothing. */
const PURGE_EVERY_MS = 3_600_000;

/** The recurring work of a worker: due syncs are queued, runs of dead workers started again, what is old purged. */
export interface Schedule {
  stop(): Promise<void>;
}

/** `leaseTtlMs`: time after which a worker that has not begun or renewed its work is taken for dead. */
export type ScheduleParts = CommandParts & PurgeParts & { readonly log: Log; readonly leaseTtlMs: number };

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

async function doRound(parts: ScheduleParts, purges: boolean): Promise<void> {
  try {
    await recoverAbandonedRuns(parts);
    await queueDueSyncs(parts);
    await queueDuePolls(parts);
    await purgeCodeMessages(parts);
    if (purges) await purgeDiscardedFiles(parts);
    if (purges) await purgeTimelines(parts);
    if (purges) for (const tenant of await listStreams(parts.sql)) await purgeTombstones(parts, tenant);
  } catch (cause) {
    // A database that is away comes back; the next round does what this one could not.
    parts.log.warn({ err: cause }, 'a round of the schedule failed');
  }
}

/** Gives every run whose worker died a new job. The run itself is harmless to repeat. Returns how many. */
export async function recoverAbandonedRuns(parts: Pick<ScheduleParts, 'sql' | 'leaseTtlMs'>): Promise<number> {
  const abandoned = [
    ...(await listAbandonedRuns(parts.sql, RECOVERY_BATCH)),
    ...(await listStrandedRuns(parts.sql, parts.leaseTtlMs, RECOVERY_BATCH)),
  ];
  for (const { organizationId, environment, connectionId, runId } of abandoned) {
    const payload = { organizationId, environment, connectionId, syncRunId: runId };
    await enqueueJob(parts.sql, 'sync-connection', payload, { key: `sync:${runId}` });
  }
  return abandoned.length;
}

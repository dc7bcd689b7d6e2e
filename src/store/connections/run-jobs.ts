import { type Instant, instantToMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { enqueueJob, type JobTime, removeJobs } from '../jobs.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A run by its ids. */
interface RunKey {
  readonly id: string;
  readonly connectionId: string;
}

/** Under this key a run has one job at most. */
export function runJobKey(runId: string): string {
  return `sync:${runId}`;
}

/** Gives a run its job, in the place of the one that it had before. */
export async function enqueueRun(
  db: Db,
  { organizationId, environment }: Tenant,
  { id, connectionId }: RunKey,
  time: JobTime,
): Promise<void> {
  const payload = { organizationId, environment, connectionId, syncRunId: id };
  await enqueueJob(db, 'sync-connection', payload, { key: runJobKey(id), ...time });
}

/** Has a suspended run looked at: at an instant of real time, or at once. */
export async function wakeRun(
  db: Db,
  tenant: Tenant,
  run: RunKey,
  { at, nowMs }: { readonly at: Instant | null; readonly nowMs: number },
): Promise<void> {
  await enqueueRun(db, tenant, run, { againInMs: at === null ? 0 : Math.max(0, instantToMs(at) - nowMs) });
}

/** Takes the jobs of runs away that were worked off without them. */
export async function removeRunJobs(db: Db, runIds: readonly string[]): Promise<void> {
  await removeJobs(db, runIds.map(runJobKey));
}

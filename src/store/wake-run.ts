import { type Instant, instantToMs } from '../domain/values/instant.ts';
import type { Db } from '../infra/database.ts';
import { enqueueJob } from './jobs.ts';
import type { Tenant } from './tenants/tenant.ts';

/**
 * Has a suspended run looked at: at an instant of real time, or at once. The job takes the place of the one that the run
 * had before.
 */
export async function wakeRun(
  db: Db,
  { organizationId, environment }: Tenant,
  run: { readonly id: string; readonly connectionId: string },
  when: { readonly at: Instant | null; readonly nowMs: number },
): Promise<void> {
  const payload = { organizationId, environment, connectionId: run.connectionId, syncRunId: run.id };
  const delayMs = when.at === null ? 0 : Math.max(0, instantToMs(when.at) - when.nowMs);
  await enqueueJob(db, 'sync-connection', payload, { key: `sync:${run.id}`, againInMs: delayMs });
}

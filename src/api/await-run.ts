import { type Refusal, refuse } from '../domain/refusal.ts';
import { findSyncRun, type SyncRunRow } from '../store/connections/sync-runs.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import type { ApiParts } from './parts.ts';

/** The run of a file once it has ended; a refusal when no worker took it in time. */
export async function awaitRun(
  parts: ApiParts,
  tenant: Tenant,
  run: Pick<SyncRunRow, 'id' | 'connectionId'>,
  signal: AbortSignal,
): Promise<SyncRunRow | Refusal> {
  const ended = await parts.waitForRun(tenant, run, AbortSignal.any([signal, AbortSignal.timeout(parts.uploadWaitMs)]));
  const current = await findSyncRun(parts.sql, tenant, run.connectionId, run.id);
  if (ended && current !== null) return current;
  const message = `The file is kept as run ${run.id} and waits for a worker. Upload it again later to get the result of that run.`;
  return { ...refuse('unavailable', message), retryAfterSeconds: 5 };
}

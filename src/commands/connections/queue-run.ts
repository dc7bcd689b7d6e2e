import type { SyncTrigger } from '../../domain/connection/sync-run.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { enqueueRun } from '../../store/connections/run-jobs.ts';
import { findQueuedSync, findSyncRun, insertSyncRun, type SyncRunRow } from '../../store/connections/sync-runs.ts';

/** Queues a sync of a connection with its job; where one waits already, that one is returned. */
export async function queueRun(
  db: Db,
  connection: Pick<ConnectionRow, 'organizationId' | 'environment' | 'id'>,
  request: { readonly id: string; readonly trigger: Exclude<SyncTrigger, 'upload'>; readonly at: Instant },
): Promise<SyncRunRow> {
  const { organizationId, environment, id: connectionId } = connection;
  const run = {
    organizationId,
    environment,
    connectionId,
    id: request.id,
    trigger: request.trigger,
    createdAt: request.at,
  };
  if (!(await insertSyncRun(db, { ...run, file: null }))) {
    const waiting = await findQueuedSync(db, connection, connectionId);
    if (waiting === null) throw new Error('a queued sync was in the way and is not there');
    return waiting;
  }
  await enqueueRun(db, connection, run, { turn: request.trigger === 'schedule' ? 'ordinary' : 'awaited' });
  const queued = await findSyncRun(db, connection, connectionId, run.id);
  if (queued === null) throw new Error('a sync that was just queued is not there');
  return queued;
}

import { addMs, instantFromMs } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import { listDueConnections, updateNextSync } from '../store/connections.ts';
import { findAheadMs } from '../store/sandbox-clocks.ts';
import type { CommandParts } from './parts.ts';
import { queueRun } from './queue-run.ts';

/** Connections taken in one transaction, so that their locks are held for moments only. */
const BATCH = 100;

/**
 * Queues every sync that is due, of all organizations or of one. Any number of processes may do this at once: each takes
 * connections that no other holds. Returns the ids of the runs.
 */
export async function queueDueSyncs(parts: CommandParts, organizationId: string | null = null): Promise<string[]> {
  const runIds: string[] = [];
  for (let taken = BATCH; taken === BATCH; ) {
    const batch = await parts.sql.begin((db) => queueDueBatch(db, parts, organizationId));
    runIds.push(...batch);
    taken = batch.length;
  }
  return runIds;
}

/** The same for one organization inside the caller's transaction. */
export async function queueDueSyncsOf(db: Db, parts: CommandParts, organizationId: string): Promise<string[]> {
  const runIds: string[] = [];
  for (let taken = BATCH; taken === BATCH; ) {
    const batch = await queueDueBatch(db, parts, organizationId);
    runIds.push(...batch);
    taken = batch.length;
  }
  return runIds;
}

async function queueDueBatch(db: Db, parts: CommandParts, organizationId: string | null): Promise<string[]> {
  const realNow = instantFromMs(parts.nowMs());
  const ids: string[] = [];
  for (const connection of await listDueConnections(db, { realNow, organizationId, limit: BATCH })) {
    const aheadMs = connection.environment === 'test' ? await findAheadMs(db, connection.organizationId) : 0;
    const at = addMs(realNow, aheadMs);
    const run = await queueRun(db, connection, { id: parts.newId(), trigger: 'schedule', at });
    await updateNextSync(db, connection, connection.id, null);
    ids.push(run.id);
  }
  return ids;
}

import { addMs, instantFromMs } from '../domain/instant.ts';
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
    const batch = await parts.sql.begin(async (db) => {
      const realNow = instantFromMs(parts.nowMs());
      const due = await listDueConnections(db, { realNow, organizationId, limit: BATCH });
      const ids: string[] = [];
      for (const connection of due) {
        const aheadMs = connection.environment === 'test' ? await findAheadMs(db, connection.organizationId) : 0;
        const run = await queueRun(db, connection, {
          id: parts.newId(),
          trigger: 'schedule',
          at: addMs(realNow, aheadMs),
        });
        await updateNextSync(db, connection, connection.id, null);
        ids.push(run.id);
      }
      return ids;
    });
    runIds.push(...batch);
    taken = batch.length;
  }
  return runIds;
}

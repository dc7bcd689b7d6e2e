import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { lockConnection, updateNextSync } from '../../store/connections/connections.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_CONNECTION } from './move-connection.ts';
import { queueRun } from './queue-run.ts';

/** Queues a sync outside the schedule. A sync that already waits for a worker is returned instead of a second one. */
export async function requestSync(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
): Promise<Result<SyncRunRow>> {
  return parts.sql.begin(async (db): Promise<Result<SyncRunRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    if (connection.leaseRunId !== null || connection.syncSuspended)
      return refused(
        refuse(
          'sync_in_progress',
          'A sync of this connection is running. Read its run, or try again when it has ended.',
        ),
      );
    if (connection.status !== 'active' && connection.status !== 'errored')
      return refused(
        refuse(
          'connection_not_ready',
          `A connection that is ${connection.status} cannot be synced; it has to be active or errored.`,
        ),
      );
    const id = parts.newId();
    const run = await queueRun(db, connection, { id, trigger: 'manual', at: await parts.now(tenant) });
    // The run plans the next one when it ends.
    await updateNextSync(db, tenant, connectionId, null);
    // One that waits already was asked for by somebody else.
    if (run.id === id)
      await noteAct(db, parts, tenant, {
        action: 'connection.sync',
        targetType: 'connection',
        targetId: connectionId,
        details: { syncRunId: id },
      });
    return accepted(run);
  });
}

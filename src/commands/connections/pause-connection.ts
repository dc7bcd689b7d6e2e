import { accepted, type Result } from '../../domain/refusal.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { findSuspendedRun, finishSyncRun, STOPPED_RUN } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { applyCause, onLockedConnection, reload } from './move-connection.ts';

/**
 * Holds a connection until it is resumed. A running sync may finish; no further one starts. One that waits for a one-time code ends: nobody
 * is asked for the sake of a connection that is held.
 */
export async function pauseConnection(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
): Promise<Result<ConnectionRow>> {
  return onLockedConnection(parts, tenant, connectionId, async (db, connection, at) => {
    const moved = await applyCause(
      db,
      connection,
      { type: 'paused' },
      { at, newId: parts.newId, planNext: () => null },
    );
    if (!moved.ok) return moved;
    if (moved.value !== connection)
      await noteAct(db, parts, tenant, {
        action: 'connection.pause',
        targetType: 'connection',
        targetId: connectionId,
      });
    const suspended = await findSuspendedRun(db, tenant, connectionId);
    if (suspended === null) return moved;
    await finishSyncRun(db, tenant, suspended.id, { ...STOPPED_RUN, finishedAt: at });
    return accepted(await reload(db, connection));
  });
}

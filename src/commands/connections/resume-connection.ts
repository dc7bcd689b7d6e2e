import type { Result } from '../../domain/refusal.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { applyCause, onLockedConnection } from './move-connection.ts';
import { queueRun } from './queue-run.ts';

/**
 * Takes a paused connection back to the status it had. One that can sync is due at once; one that waits for a new login
 * is checked when a login came in meanwhile.
 */
export async function resumeConnection(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
): Promise<Result<ConnectionRow>> {
  return onLockedConnection(parts, tenant, connectionId, async (db, connection, at) => {
    const moved = await applyCause(
      db,
      connection,
      { type: 'resumed' },
      { at, newId: parts.newId, planNext: (status) => (status === 'active' || status === 'errored' ? at : null) },
    );
    if (
      moved.ok &&
      connection.status === 'paused' &&
      moved.value.status === 'reauthRequired' &&
      (moved.value.credentialsUntried || moved.value.invitationWaits || moved.value.loginUnsure)
    )
      await queueRun(db, moved.value, { id: parts.newId(), trigger: 'activation', at });
    if (moved.ok && moved.value !== connection)
      await noteAct(db, parts, tenant, {
        action: 'connection.resume',
        targetType: 'connection',
        targetId: connectionId,
      });
    return moved;
  });
}

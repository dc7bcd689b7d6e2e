import type { Result } from '../../domain/refusal.ts';
import { deleteInvitations } from '../../store/connections/bank-invitations.ts';
import { deleteCodeMessages } from '../../store/connections/code-messages.ts';
import { deleteCredentials } from '../../store/connections/connection-credentials.ts';
import { breakLease } from '../../store/connections/connection-leases.ts';
import { deleteAllWarnings } from '../../store/connections/connection-warnings.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { deleteCredentialChanges } from '../../store/connections/credential-changes.ts';
import { releasePhoneNumber } from '../../store/connections/delegated-contacts.ts';
import { finishSyncRun, listUnfinishedRuns, STOPPED_RUN } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { applyCause, onLockedConnection, reload } from './move-connection.ts';

/**
 * Ends a connection for good: the login is erased, waiting and running syncs are ended, none follows. A worker that is
 * at the bank right now loses its lease, so that it can write nothing any more. Accounts and transactions stay.
 */
export async function revokeConnection(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
): Promise<Result<ConnectionRow>> {
  return onLockedConnection(parts, tenant, connectionId, async (db, connection, at) => {
    const moved = await applyCause(
      db,
      connection,
      { type: 'revoked' },
      { at, newId: parts.newId, planNext: () => null },
    );
    if (!moved.ok || connection.status === 'revoked') return moved;
    await noteAct(db, parts, tenant, {
      action: 'connection.revoke',
      targetType: 'connection',
      targetId: connectionId,
    });
    await deleteCredentials(db, tenant.organizationId, connectionId);
    await deleteAllWarnings(db, tenant.organizationId, connectionId);
    await deleteCredentialChanges(db, tenant.organizationId, connectionId);
    await deleteInvitations(db, tenant.organizationId, connectionId);
    await deleteCodeMessages(db, tenant.organizationId, connectionId);
    await releasePhoneNumber(db, tenant.organizationId, connectionId);
    await breakLease(db, tenant, connectionId);
    for (const { id } of await listUnfinishedRuns(db, tenant, connectionId))
      await finishSyncRun(db, tenant, id, { ...STOPPED_RUN, finishedAt: at });
    return { ok: true, value: await reload(db, connection) };
  });
}

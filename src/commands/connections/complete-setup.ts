import type { CredentialField } from '../../domain/institution.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_OBJECTION } from './last-objection.ts';
import { missingCredentials } from './missing-credentials.ts';
import { applyCause, NO_CONNECTION } from './move-connection.ts';
import { queueRun } from './queue-run.ts';

/**
 * Takes the word that the bank side is set up and starts activation: a first sign-in and sync. `storedCredentialFields`
 * tells which login details are stored, without their values.
 */
export async function completeSetup(
  parts: CommandParts & {
    storedCredentialFields(tenant: Tenant, connectionId: string): Promise<ReadonlySet<CredentialField>>;
  },
  tenant: Tenant,
  connectionId: string,
  object = NO_OBJECTION,
): Promise<Result<ConnectionRow>> {
  // Asked first: the login of a connection that the tenant may not see is not even opened.
  if ((await findConnection(parts.sql, tenant, connectionId)) === null) return refused(NO_CONNECTION);
  const stored = await parts.storedCredentialFields(tenant, connectionId);
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    const objection = await object(db, connection);
    if (objection !== null) return refused(objection);
    const isLoginNeeded = connection.status === 'draft' && !hasOtherWayIn(connection);
    const missing = isLoginNeeded ? missingCredentials(parts, connection, stored) : [];
    if (missing.length > 0)
      return refused(
        refuse('setup_incomplete', `These credentials are missing: ${missing.join(', ')}. Put them first.`),
      );
    if (loginWasRefused(connection, stored))
      return refused(
        refuse(
          'setup_incomplete',
          'The bank refused the stored login, or the invitation that came in its place, and no other one came since. Put working credentials first, or have the bank send its invitation again.',
        ),
      );
    const at = await parts.now(tenant);
    const moved = await applyCause(
      db,
      connection,
      { type: 'setupCompleted' },
      { at, newId: parts.newId, planNext: () => null },
    );
    if (moved.ok && moved.value.status === 'pendingActivation' && connection.status === 'draft')
      await queueRun(db, moved.value, { id: parts.newId(), trigger: 'activation', at });
    if (moved.ok && moved.value !== connection)
      await noteAct(db, parts, tenant, {
        action: 'connection.complete_setup',
        targetType: 'connection',
        targetId: connectionId,
      });
    return moved.ok ? accepted(moved.value) : moved;
  });
}

/**
 * Banks lock users after a few refused logins, so none is tried twice. An invitation is taken in the place of a login that was tried, so
 * where it came to nothing, that login is no way in either.
 */
function loginWasRefused(
  { status, setupFailed, errorCode, credentialsUntried }: ConnectionRow,
  stored: ReadonlySet<CredentialField>,
): boolean {
  if (status !== 'draft' || !setupFailed || credentialsUntried) return false;
  return errorCode === 'credentials_rejected' || (errorCode === 'invitation_invalid' && stored.has('password'));
}

/** An activation that a fault has stopped goes on with the invitation, or with the password that it had chosen. */
export function hasOtherWayIn({ setupFailed, invitationWaits, loginUnsure }: ConnectionRow): boolean {
  return setupFailed && (invitationWaits || loginUnsure);
}

import type { CredentialField, Institution } from '../domain/institution.ts';
import { accepted, type Result, refuse, refused } from '../domain/refusal.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../store/connections.ts';
import type { Tenant } from '../store/tenant.ts';
import { applyCause } from './move-connection.ts';
import type { CommandParts } from './parts.ts';
import { queueRun } from './queue-run.ts';

const NOT_FOUND = 'There is no such connection.';

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
): Promise<Result<ConnectionRow>> {
  // Asked first: the login of a connection that the tenant may not see is not even opened.
  if ((await findConnection(parts.sql, tenant, connectionId)) === null) return refused(refuse('not_found', NOT_FOUND));
  const stored = await parts.storedCredentialFields(tenant, connectionId);
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(refuse('not_found', NOT_FOUND));
    const missing = connection.status === 'draft' ? missingFields(institutionOf(parts, connection), stored) : [];
    if (missing.length > 0)
      return refused(
        refuse('setup_incomplete', `These credentials are missing: ${missing.join(', ')}. Put them first.`),
      );
    if (loginWasRefused(connection))
      return refused(
        refuse(
          'setup_incomplete',
          'The bank refused the stored login, and no other one came since. Put working credentials first.',
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
    return moved.ok ? accepted(moved.value) : moved;
  });
}

/** Banks lock users after a few refused logins, so none is tried twice. */
function loginWasRefused({ status, setupFailed, errorCode, credentialsUntried }: ConnectionRow): boolean {
  return status === 'draft' && setupFailed && errorCode === 'credentials_rejected' && !credentialsUntried;
}

function missingFields(institution: Institution | null, stored: ReadonlySet<CredentialField>): CredentialField[] {
  return (institution?.requiredCredentials ?? []).filter((field) => !stored.has(field));
}

function institutionOf(parts: CommandParts, connection: ConnectionRow): Institution | null {
  return connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
}

import { type ConnectProgress, connectProgress } from '../../domain/connection/connect-step.ts';
import type { CredentialField } from '../../domain/institution.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { lifecycleStateOf } from '../../store/connections/lifecycle-steps.ts';
import { hasOtherWayIn } from '../connections/complete-setup.ts';
import { missingFromStored } from '../connections/missing-credentials.ts';
import type { CommandParts } from '../parts.ts';

type Catalog = Pick<CommandParts, 'institutions'>;

/** What comes next with a connection, and who does it. */
export function connectProgressOf(parts: Catalog, connection: ConnectionRow | null): ConnectProgress {
  if (connection === null) return connectProgress(null);
  const { kind, status, credentialsPresent, credentialsUntried, codeAwaited, invitationWaits } = connection;
  const { setupFailed, fault } = lifecycleStateOf(connection);
  const isSyncing = connection.leaseRunId !== null || connection.syncSuspended;
  const credentialsIncomplete = missingLoginFields(parts, connection).length > 0 && !hasOtherWayIn(connection);
  const login = { credentialsPresent, credentialsIncomplete, credentialsUntried, codeAwaited, invitationWaits };
  return connectProgress({ kind, status, setupFailed, fault, isSyncing, ...login });
}

/** What the stored login lacks; nothing where none is stored. */
export function missingLoginFields({ institutions }: Catalog, connection: ConnectionRow): CredentialField[] {
  const { institutionId, credentialsPresent } = connection;
  const institution = institutionId === null ? null : institutions.find(institutionId);
  return credentialsPresent ? missingFromStored(institution, connection) : [];
}

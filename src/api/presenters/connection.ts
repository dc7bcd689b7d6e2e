import { missingFromStored } from '../../commands/connections/missing-credentials.ts';
import { setupProgress } from '../../domain/connection/connection-setup.ts';
import type { Institution } from '../../domain/institution.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { lifecycleStateOf } from '../../store/connections/lifecycle-steps.ts';
import type { DelegatedUserSettings } from '../parts.ts';

/** What a connection is shown with besides its own record. */
export interface ConnectionSurroundings {
  readonly institution: Institution | null;
  readonly delegatedUser: DelegatedUserSettings;
}

/** A connection in the shape of its kind. */
export function presentConnection(connection: ConnectionRow, surroundings: ConnectionSurroundings) {
  return connection.kind === 'ready' ? presentReady(connection) : presentSetup(connection, surroundings);
}

function presentReady(connection: ConnectionRow) {
  // A connection becomes ready by a sync through its institution's connector, so the institution is known by then.
  if (connection.institutionId === null) throw new Error('a ready connection has no institution');
  return {
    id: connection.id,
    entityId: connection.entityId,
    institutionId: connection.institutionId,
    status: connection.status,
    syncStatus: connection.leaseRunId === null && !connection.syncSuspended ? ('idle' as const) : ('syncing' as const),
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
    kind: 'ready' as const,
    portalUrl: connection.portalUrl,
    institutionName: connection.institutionName,
    lastSyncedAt: connection.lastSuccessAt,
    errorCode: connection.errorCode,
    errorMessage: connection.errorMessage,
    metadata: connection.metadata,
  };
}

function presentSetup(connection: ConnectionRow, { institution, delegatedUser }: ConnectionSurroundings) {
  const { fault, setupFailed } = lifecycleStateOf(connection);
  const { status, credentialsPresent, codeAwaited, invitationWaits } = connection;
  const missing = missingFromStored(institution, connection);
  const progress = setupProgress({
    status,
    setupFailed,
    fault,
    credentialsPresent,
    credentialsIncomplete: credentialsPresent && missing.length > 0,
    codeAwaited,
    invitationWaits,
  });
  return {
    id: connection.id,
    entityId: connection.entityId,
    status: connection.status,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
    setup: {
      status: progress.stage,
      instructions: {
        firstName: delegatedUser.firstName,
        lastName: delegatedUser.lastName,
        address: delegatedUser.address,
        email: mailboxOf(connection, delegatedUser),
        username: connection.delegatedUsername,
        phoneNumber: connection.phoneNumber,
        emailProvisioningStatus: delegatedUser.mailDomain === null ? ('notAvailable' as const) : ('ready' as const),
        phoneNumberProvisioningStatus: phoneStatus(connection, delegatedUser),
        guideUrl: institution?.delegatedUser.guideUrl ?? null,
        permissions: [...(institution?.delegatedUser.permissions ?? DEFAULT_PERMISSIONS)],
      },
      credentialsPresent,
      missingCredentials: missing,
      actionRequiredBy: progress.actionRequiredBy,
      nextAction: progress.nextAction,
      errorCode: fault?.code ?? null,
      errorMessage: fault?.message ?? null,
    },
    kind: 'setup' as const,
    portalUrl: connection.portalUrl,
    institutionId: connection.institutionId,
    institutionName: connection.institutionName,
    metadata: connection.metadata,
  };
}

/** Where the bank's mail to the connection's user arrives; null where no mail is taken. */
export function mailboxOf({ delegatedUsername }: ConnectionRow, { mailDomain }: DelegatedUserSettings): string | null {
  return mailDomain === null ? null : `${delegatedUsername}@${mailDomain}`;
}

/** While all numbers are taken, a connection in setup waits for the first one that comes free. */
function phoneStatus({ phoneNumber }: ConnectionRow, { hasPhoneNumbers }: DelegatedUserSettings) {
  if (phoneNumber !== null) return 'ready' as const;
  return hasPhoneNumbers ? ('pending' as const) : ('notAvailable' as const);
}

/** Rights to ask for at a bank of which no definition says more. */
const DEFAULT_PERMISSIONS = ['viewBalances', 'viewTransactions', 'viewStatements'];

import { setupProgress } from '../../domain/connection-setup.ts';
import type { Institution } from '../../domain/institution.ts';
import { lifecycleStateOf } from '../../store/connection-steps.ts';
import type { ConnectionRow } from '../../store/connections.ts';
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
  const { credentialsPresent, codeAwaited } = connection;
  const progress = setupProgress({ status: connection.status, setupFailed, fault, credentialsPresent, codeAwaited });
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
        email: delegatedUser.mailDomain === null ? null : `${connection.delegatedUsername}@${delegatedUser.mailDomain}`,
        username: connection.delegatedUsername,
        phoneNumber: connection.phoneNumber,
        emailProvisioningStatus: delegatedUser.mailDomain === null ? ('notAvailable' as const) : ('ready' as const),
        // A pool that is exhausted is filled by the operator, and then only for new connections.
        phoneNumberProvisioningStatus: connection.phoneNumber === null ? ('notAvailable' as const) : ('ready' as const),
        guideUrl: institution?.delegatedUser.guideUrl ?? null,
        permissions: [...(institution?.delegatedUser.permissions ?? DEFAULT_PERMISSIONS)],
      },
      credentialsPresent,
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

/** Rights to ask for at a bank of which no definition says more. */
const DEFAULT_PERMISSIONS = ['viewBalances', 'viewTransactions', 'viewStatements'];

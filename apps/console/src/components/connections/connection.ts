import type { Schemas } from '../../api/operation-types.ts';

export type AnyConnection = Schemas['ConnectionResource'];

/** What a connection is called: its bank, else the portal's address. */
export function nameOf(connection: AnyConnection): string {
  const { institutionName, institutionId, portalUrl } = connection;
  return institutionName ?? institutionId ?? portalUrl ?? 'Connection';
}

/** When data came last; null before the first sync. */
export function lastSyncOf(connection: AnyConnection): string | null {
  return connection.kind === 'ready' ? (connection.lastSyncedAt ?? null) : null;
}

/** The fault that the connection has now. */
export function faultOf(connection: AnyConnection): { readonly code: string; readonly message: string | null } | null {
  const { errorCode, errorMessage } = connection.kind === 'ready' ? connection : connection.setup;
  return errorCode == null ? null : { code: errorCode, message: errorMessage ?? null };
}

/** Whether a sync can be asked for. The other states wait for a person, whose act starts a sync by itself. */
export function canSync({ status }: AnyConnection): boolean {
  return status === 'active' || status === 'errored';
}

/** Whether something goes on that will be over in a moment. */
export function isMoving(connection: AnyConnection): boolean {
  if (connection.status === 'pendingActivation') return true;
  return connection.kind === 'ready'
    ? connection.syncStatus === 'syncing'
    : connection.setup.status === 'activating' || connection.setup.status === 'awaitingMfa';
}

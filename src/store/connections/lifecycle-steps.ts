import type { Fault } from '../../domain/connection/connection-fault.ts';
import {
  ACTOR_OF_CAUSE,
  type LifecycleCause,
  type LifecycleState,
} from '../../domain/connection/connection-lifecycle.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { insertEvents } from '../events/events.ts';
import { completeConnectSessions } from './connect-sessions.ts';
import { insertConnectionTransition } from './connection-transitions.ts';
import { type ConnectionRow, updateConnectionState } from './connections.ts';

/** The part of a stored connection that takes part in its lifecycle. */
export function lifecycleStateOf(connection: ConnectionRow): LifecycleState {
  const { kind, status, resumeStatus, setupFailed, errorCode, errorMessage } = connection;
  const fault: Fault | null = errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };
  return { kind, status, resumeStatus, setupFailed, fault };
}

/**
 * Writes one step of a connection's lifecycle: its new state and plan, a line of the timeline and, when `kind` or
 * `status` changed, the event that announces it. The caller holds the connection's lock.
 */
export async function writeConnectionStep(
  db: Db,
  connection: ConnectionRow,
  step: { readonly cause: LifecycleCause; readonly next: LifecycleState; readonly nextSyncAt: Instant | null },
  moment: { readonly at: Instant; newId(): string },
): Promise<void> {
  const { next } = step;
  await updateConnectionState(db, connection, connection.id, { next, nextSyncAt: step.nextSyncAt, at: moment.at });
  await insertConnectionTransition(db, {
    organizationId: connection.organizationId,
    connectionId: connection.id,
    id: moment.newId(),
    cause: step.cause.type,
    actor: ACTOR_OF_CAUSE[step.cause.type],
    fromKind: connection.kind,
    toKind: next.kind,
    fromStatus: connection.status,
    toStatus: next.status,
    errorCode: next.fault?.code ?? null,
    at: moment.at,
  });
  if (next.kind === connection.kind && next.status === connection.status) return;
  if (next.status === 'active') await completeConnectSessions(db, connection, connection.id);
  await insertEvents(db, connection, [
    {
      id: moment.newId(),
      type: 'connection.status_changed',
      createdAt: moment.at,
      data: {
        connectionId: connection.id,
        entityId: connection.entityId,
        institutionId: connection.institutionId,
        kind: next.kind,
        previousStatus: connection.status,
        status: next.status,
        errorCode: next.fault?.code ?? null,
        errorMessage: next.fault?.message ?? null,
      },
    },
  ]);
}

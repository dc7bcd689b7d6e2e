import type { Actor, FaultCode } from '../../domain/connection/connection-fault.ts';
import type { ConnectionKind, ConnectionStatus } from '../../domain/connection/connection-lifecycle.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';

export interface ConnectionTransitionRow {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly id: string;
  readonly cause: string;
  readonly actor: Actor;
  readonly fromKind: ConnectionKind;
  readonly toKind: ConnectionKind;
  readonly fromStatus: ConnectionStatus;
  readonly toStatus: ConnectionStatus;
  readonly errorCode: FaultCode | null;
  readonly at: Instant;
}

/** Appends one line to the timeline of a connection. */
export async function insertConnectionTransition(db: Db, transition: ConnectionTransitionRow): Promise<void> {
  await db`insert into connection_transitions ${db({ ...transition }, ...TRANSITION_COLUMNS)}`;
}

/** A page of the timeline, newest first. */
export async function listTransitionPage(
  db: Db,
  organizationId: string,
  connectionId: string,
  page: Page<{ readonly id: string }>,
): Promise<ConnectionTransitionRow[]> {
  return db<ConnectionTransitionRow[]>`select * from connection_transitions
    where organization_id = ${organizationId} and connection_id = ${connectionId}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

const TRANSITION_COLUMNS = [
  'organizationId',
  'connectionId',
  'id',
  'cause',
  'actor',
  'fromKind',
  'toKind',
  'fromStatus',
  'toStatus',
  'errorCode',
  'at',
] as const;

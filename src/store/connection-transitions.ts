import type { Actor } from '../domain/connection-fault.ts';
import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';

export interface ConnectionTransitionRow {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly id: string;
  readonly cause: string;
  readonly actor: Actor;
  readonly fromKind: string;
  readonly toKind: string;
  readonly fromStatus: string;
  readonly toStatus: string;
  readonly errorCode: string | null;
  readonly at: Instant;
}

/** Appends one line to the timeline of a connection. */
export async function insertConnectionTransition(db: Db, transition: ConnectionTransitionRow): Promise<void> {
  await db`insert into connection_transitions ${db({ ...transition }, ...TRANSITION_COLUMNS)}`;
}

/** The timeline, oldest first. */
export async function listConnectionTransitions(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<ConnectionTransitionRow[]> {
  return db<ConnectionTransitionRow[]>`select * from connection_transitions
    where organization_id = ${organizationId} and connection_id = ${connectionId} order by id`;
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

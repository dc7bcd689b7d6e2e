import type { Db } from '../../../src/infra/database.ts';
import type { ConnectionTransitionRow } from '../../../src/store/connections/connection-transitions.ts';

/** The whole timeline of a connection, oldest first. */
export async function listConnectionTransitions(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<ConnectionTransitionRow[]> {
  return db<ConnectionTransitionRow[]>`select * from connection_transitions
    where organization_id = ${organizationId} and connection_id = ${connectionId} order by id`;
}

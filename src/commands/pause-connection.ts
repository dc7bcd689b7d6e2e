import { type Result, refuse, refused } from '../domain/refusal.ts';
import { type ConnectionRow, lockConnection } from '../store/connections.ts';
import type { Tenant } from '../store/tenant.ts';
import { applyCause } from './move-connection.ts';
import type { CommandParts } from './parts.ts';

/** Holds a connection until it is resumed. A running sync may finish; no further one starts. */
export async function pauseConnection(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
): Promise<Result<ConnectionRow>> {
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(refuse('not_found', 'There is no such connection.'));
    const moment = { at: await parts.now(tenant), newId: parts.newId, planNext: () => null };
    return applyCause(db, connection, { type: 'paused' }, moment);
  });
}

import { type LifecycleCause, moveConnection } from '../../domain/connection/connection-lifecycle.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../../store/connections/connections.ts';
import { lifecycleStateOf, writeConnectionStep } from '../../store/connections/lifecycle-steps.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CommandParts } from '../parts.ts';

export const NO_CONNECTION = refuse('not_found', 'There is no such connection.');

/** Does something to a connection that is held for it, in a transaction of its own; `at` is the tenant's now. */
export async function onLockedConnection(
  parts: Pick<CommandParts, 'sql' | 'now'>,
  tenant: Tenant,
  connectionId: string,
  act: (db: Db, connection: ConnectionRow, at: Instant) => Promise<Result<ConnectionRow>>,
): Promise<Result<ConnectionRow>> {
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    return act(db, connection, await parts.now(tenant));
  });
}

/**
 * Moves a locked connection by a cause and returns it as it is then. `planNext` gives the time of the next sync by the
 * status it arrives in. Nothing is written when the cause changes nothing.
 */
export async function applyCause(
  db: Db,
  connection: ConnectionRow,
  cause: LifecycleCause,
  moment: {
    readonly at: Instant;
    newId(): string;
    planNext(status: ConnectionRow['status']): Instant | null;
  },
): Promise<Result<ConnectionRow>> {
  const step = moveConnection(lifecycleStateOf(connection), cause);
  if (step.kind === 'refused') return refused(refuse(step.code, step.message));
  if (step.kind === 'unchanged') return accepted(connection);
  const nextSyncAt = moment.planNext(step.next.status);
  await writeConnectionStep(db, connection, { cause, next: step.next, nextSyncAt }, moment);
  return accepted(await reload(db, connection));
}

/** Why a connection, as it was last read, does not take a cause; null when it does. */
export function findRefusal(connection: ConnectionRow, cause: LifecycleCause): Refusal | null {
  const step = moveConnection(lifecycleStateOf(connection), cause);
  return step.kind === 'refused' ? refuse(step.code, step.message) : null;
}

/** The connection as it stands now inside the transaction. */
export async function reload(db: Db, connection: ConnectionRow): Promise<ConnectionRow> {
  const current = await findConnection(db, connection, connection.id);
  if (current === null) throw new Error('a locked connection disappeared');
  return current;
}

import type { Environment } from '../../domain/environment.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Time in which the changes of one connection are announced once. */
export const SIGNAL_INTERVAL_MS = 1_000;

/**
 * Asks whether the changes of connections, each with the run that made them, may be announced now. Those that were announced
 * within the last second are noted instead, to be announced when it is over: either happens when the caller's transaction
 * commits, so no change stays unannounced. Returns the connections that may. Takes their rows in the order of their ids.
 */
export async function claimSignals(
  db: Db,
  tenant: Tenant,
  runs: ReadonlyMap<string, string | null>,
): Promise<ReadonlySet<string>> {
  const ordered = [...runs].sort(([a], [b]) => (a < b ? -1 : 1));
  // A clock that was set back must not hold an announcement for long, hence the lesser of the two times.
  const rows = await db<{ connectionId: string; isNow: boolean }[]>`
    insert into connection_signals as s (organization_id, connection_id, environment, announced_at, due_at, sync_run_id)
    select ${tenant.organizationId}::uuid, connection_id, ${tenant.environment}, clock_timestamp(), null, sync_run_id
    from unnest(${ordered.map(([id]) => id)}::uuid[], ${ordered.map(([, runId]) => runId)}::uuid[])
      as r (connection_id, sync_run_id)
    on conflict (organization_id, connection_id) do update set
      announced_at = case when s.announced_at <= excluded.announced_at - ${SIGNAL_INTERVAL_MS} * interval '1 millisecond'
        then excluded.announced_at else s.announced_at end,
      due_at = case when s.announced_at <= excluded.announced_at - ${SIGNAL_INTERVAL_MS} * interval '1 millisecond'
        then null else coalesce(s.due_at,
          least(s.announced_at, excluded.announced_at) + ${SIGNAL_INTERVAL_MS} * interval '1 millisecond') end,
      sync_run_id = excluded.sync_run_id
    returning connection_id, due_at is null as is_now`;
  return new Set(rows.filter(({ isNow }) => isNow).map(({ connectionId }) => connectionId));
}

export interface DueSignal extends Tenant {
  readonly connectionId: string;
  readonly syncRunId: string | null;
}

/** Takes announcements whose second is over, of all organizations; they are to be made in the same transaction. */
export async function takeDueSignals(db: Db, limit: number): Promise<DueSignal[]> {
  return db<(DueSignal & { environment: Environment })[]>`
    update connection_signals s set announced_at = clock_timestamp(), due_at = null
    from (select organization_id, connection_id from connection_signals where due_at <= now()
      order by due_at limit ${limit} for update skip locked) due
    where s.organization_id = due.organization_id and s.connection_id = due.connection_id
    returning s.organization_id, s.environment, s.connection_id, s.sync_run_id`;
}

/** Milliseconds until the next announcement is due, negative when it is overdue; null when none waits. */
export async function findNextSignalMs(db: Db): Promise<number | null> {
  const [row] = await db<{ ms: number | null }[]>`
    select extract(epoch from min(due_at) - clock_timestamp())::float8 * 1000 as ms from connection_signals
    where due_at is not null`;
  return row?.ms ?? null;
}

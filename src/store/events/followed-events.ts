import { parseSnapshot, printSnapshot, type SeenTransactions } from '../../domain/cursors/database-snapshot.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { EventRow } from './events.ts';

/** What a look at the database shows of its transactions, and the era in which their ids mean this. */
export interface EventLook {
  readonly decided: SeenTransactions;
  readonly era: string;
}

/** Which transactions are decided by now. What they have written is seen by every later read. */
export async function lookAtEvents(db: Db): Promise<EventLook> {
  const [row] = await db<{ decided: string; era: string }[]>`
    select pg_current_snapshot()::text as decided, id as era from event_era`;
  if (row === undefined) throw new Error('the database has no era of its event log');
  return { decided: parseSnapshot(row.decided), era: row.era };
}

/** An event with the transaction that wrote it. */
export interface FollowedEvent extends EventRow {
  readonly writtenBy: bigint;
}

/**
 * Events that transactions wrote which are decided at `now` and were not seen at `before`, in the order of these transactions: the first
 * `limit`, and what the last of them wrote besides. When there are fewer, there are no more.
 */
export async function listFollowedEvents(
  db: Db,
  tenant: Tenant,
  range: {
    readonly before: SeenTransactions;
    readonly now: SeenTransactions;
    readonly type: string | null;
    readonly connectionId: string | null;
  },
  limit: number,
): Promise<FollowedEvent[]> {
  const { before, now, type, connectionId } = range;
  // A writer that is under way for long is looked up by its id, so that nobody reads again all that came since it began.
  const part = (written: ReturnType<Db>) => db`(select id, type, data, created_at, written_by from events
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and ${written}
      and pg_visible_in_snapshot(written_by, ${printSnapshot(now)}::pg_snapshot)
      ${type === null ? db`` : db`and type = ${type}`}
      ${connectionId === null ? db`` : db`and connection_id = ${connectionId}`}
    order by written_by fetch first ${limit} rows with ties)`;
  const rows = await db<(EventRow & { readonly writtenBy: string })[]>`
    select id, type, data, created_at, written_by::text as written_by from (
      ${part(db`written_by = any (${before.open.map(String)}::text[]::xid8[])`)}
      union all
      ${part(db`written_by >= ${String(before.next)}::xid8`)}
      order by written_by fetch first ${limit} rows with ties
    ) as e order by e.written_by, e.id`;
  return rows.map((row) => ({ ...row, writtenBy: BigInt(row.writtenBy) }));
}

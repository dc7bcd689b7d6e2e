import type { Sql } from '../../infra/database.ts';
import { systemErrorCode } from '../../infra/system-error.ts';

/** SQLSTATEs of a server that does not tell who it is: forbidden, not offered, unknown. */
const UNTOLD = ['42501', '0A000', '42883', '55000'];

/**
 * Begins a new era of the event log when the database has come to another server, or has been brought back to an earlier state by its
 * server's own means: ids of transactions mean something else from then on, so those of the events that are there count no more, and
 * cursors from before are refused. `sql` belongs to the owner. Called at every start.
 */
export async function settleEventEra(sql: Sql): Promise<void> {
  const server = await nameServer(sql);
  const [row] = await sql<{ server: string | null }[]>`select server from event_era`;
  if (row?.server === server) return;
  await sql.begin(async (db) => {
    // Many events may have to be written.
    await db`set local statement_timeout = 0`;
    const [era] = await db<{ server: string | null }[]>`select server from event_era for update`;
    if (era?.server === server) return;
    if (era?.server !== null) {
      await db`update events set written_by = null where written_by is not null`;
      await db`update event_era set id = gen_random_uuid()`;
    }
    await db`update event_era set server = ${server}`;
  });
}

/** The server's own number and the line of its history, which forks where an earlier state is gone back to. */
async function nameServer(sql: Sql): Promise<string> {
  try {
    const [row] = await sql<{ name: string }[]>`select (select system_identifier from pg_control_system()) || ' '
      || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) as name`;
    return row?.name ?? 'untold';
  } catch (cause) {
    if (!UNTOLD.includes(systemErrorCode(cause) ?? '')) throw cause;
    return 'untold';
  }
}

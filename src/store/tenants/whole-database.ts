import type { Readable, Writable } from 'node:stream';
import type { CopySession } from '../../infra/database/copy-session.ts';
import type { Db } from '../../infra/database.ts';
import { systemErrorCode } from '../../infra/system-error.ts';

/** A table with the columns that can be written; those that the database computes are left out. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Migrations are noted by those who apply them, and what the search knows is taken from the stream again. A restored event log begins an
 * era of its own.
 */
const NOT_COPIED = ['causeway_migrations', 'event_era', 'transaction_search', 'transaction_search_heads'];
/** Ids of transactions, which mean nothing elsewhere: restored events have that of the restore. */
const COLUMNS_NOT_COPIED = [{ name: 'events', column: 'written_by' }];

/** Every table of the service, those that others refer to before these. */
export async function listTables(session: CopySession): Promise<TableShape[]> {
  // Text of all values, for a session that knows no other types.
  const columns = await session.rows(`select c.relname::text as name, a.attname::text as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' order by c.relname, a.attnum`);
  const references = await session.rows(`select distinct f.relname::text as name, t.relname::text as target
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`);
  const isCopied = (given: (typeof columns)[number]) =>
    !COLUMNS_NOT_COPIED.some(({ name, column }) => name === given.name && column === given.column);
  const tables = Map.groupBy(columns.filter(isCopied), ({ name }) => name ?? '');
  for (const name of NOT_COPIED) tables.delete(name);
  const ordered = new Map<string, TableShape>();
  while (ordered.size < tables.size) {
    const free = [...tables].filter(
      ([name]) =>
        !ordered.has(name) && references.every((each) => each.name !== name || ordered.has(each.target ?? name)),
    );
    if (free.length === 0) throw new Error('tables refer to each other in a circle');
    for (const [name, own] of free) ordered.set(name, { name, columns: own.map(({ column }) => column ?? '') });
  }
  return [...ordered.values()];
}

/** Migrations that the database has seen, in order. */
export async function listAppliedMigrations(
  session: CopySession,
): Promise<{ readonly number: number; readonly name: string; readonly sha256: string }[]> {
  const rows = await session.rows('select number::text, name, sha256 from causeway_migrations order by 1::int');
  return rows.map(({ number, name, sha256 }) => ({ number: Number(number), name: name ?? '', sha256: sha256 ?? '' }));
}

/** SQLSTATEs of a table that is gone, and of two who wait for each other's locks. */
const LOCK_LOST = ['42P01', '40P01'];

/**
 * Holds off, until the transaction ends, whatever changes the form of these tables; rows may still be written. Takes no snapshot.
 * What it throws may be `isLockLost`.
 */
export async function lockTables(session: CopySession, tables: readonly TableShape[]): Promise<void> {
  const names = [...NOT_COPIED, ...tables.map(({ name }) => name)].map((name) => `public.${quote(name)}`);
  await session.run(`lock table ${names.join(', ')} in access share mode`);
}

/** Whether tables were not locked because they are being changed just now. */
export function isLockLost(cause: unknown): boolean {
  return LOCK_LOST.includes(systemErrorCode(cause) ?? '');
}

/** The moment of the session's first query, which takes the snapshot, and the version of the server. */
export async function readSnapshotMoment(
  session: CopySession,
): Promise<{ readonly takenAt: string; readonly serverVersion: string }> {
  const [row] =
    await session.rows(`select to_char(statement_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as taken_at,
    current_setting('server_version') as server_version`);
  return { takenAt: row?.taken_at ?? '', serverVersion: row?.server_version ?? '' };
}

/** Bytes of a table, as the owner sees it: row-level security that would leave rows out is an error. */
export function copyTableOut(session: CopySession, table: TableShape): Promise<Readable> {
  return session.copyOut(`copy public.${quote(table.name)} (${listOf(table.columns)}) to stdout`);
}

/** What takes the bytes of a table. Triggers stay silent: they were for the first writing. */
export async function copyTableIn(session: CopySession, table: TableShape): Promise<Writable> {
  return session.copyIn(`copy public.${quote(table.name)} (${listOf(table.columns)}) from stdin`);
}

/** Names of tables that hold rows, among those that a backup fills. */
export async function listFilledTables(session: CopySession, tables: readonly TableShape[]): Promise<string[]> {
  const rows = await session.rows(
    tables
      .map(({ name }) => `select '${name}' as name where exists (select from public.${quote(name)})`)
      .join(' union all '),
  );
  return rows.map(({ name }) => name ?? '');
}

/** Other sessions in the same database: a server that runs has read what a restore changes. */
export async function countOtherSessions(session: CopySession): Promise<number> {
  const [row] = await session.rows(`select count(*)::text as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
      and application_name <> 'causeway restore'`);
  return Number(row?.count ?? 0);
}

/** Empties what a start without any organization has written: keys under a master key that the restored ones replace. */
export async function deletePurposeKeys(session: CopySession): Promise<void> {
  await session.run('delete from purpose_keys');
}

/** Contents that rows refer to, each once, with the size that is noted of it; null where none is. */
export async function listReferredContents(
  session: CopySession,
): Promise<{ readonly sha256: string; readonly sizeBytes: number | null }[]> {
  const rows = await session.rows(`select sha256, max(size_bytes)::text as size_bytes from (${REFERRED}) r
    where sha256 is not null group by sha256 order by sha256`);
  return rows.map((row) => ({
    sha256: row.sha256 ?? '',
    sizeBytes: row.size_bytes == null ? null : Number(row.size_bytes),
  }));
}

const REFERRED = `select sha256, size_bytes from evidence
  union all select file_sha256, file_size_bytes from sync_runs
  union all select file_sha256, file_size_bytes from quarantined_files
  union all select sha256, size_bytes from statements
  union all select screenshot_sha256, null from sync_run_steps`;

/** Those of the contents that rows still refer to. */
export async function listStillReferred(session: CopySession, contents: readonly string[]): Promise<Set<string>> {
  const rows = await session.rows(
    `select distinct sha256 from (${REFERRED}) r where sha256 = any(string_to_array($1, ','))`,
    [contents.join(',')],
  );
  return new Set(rows.map(({ sha256 }) => sha256 ?? ''));
}

/**
 * Ends whatever lets people in and may have been used up, withdrawn or ended since the backup: sessions, first steps of sign-ins, links
 * that work once, invitations, and links of Connect. Whoever had one of these gets a new one; nobody comes in by an old one. The tables
 * are as the backup had them: an earlier release may not have known all of these.
 */
export async function endRestoredAccess(session: CopySession): Promise<void> {
  const known = new Set((await listTables(session)).map(({ name }) => name));
  for (const table of ['people_sessions', 'people_verifications', 'people_links', 'member_invitations'])
    if (known.has(table)) await session.run(`delete from ${table}`);
  if (known.has('connect_sessions'))
    await session.run(`update connect_sessions set revoked_at = clock_timestamp()
      where revoked_at is null and completed_at is null and expires_at > clock_timestamp()`);
}

/**
 * What makes a restored database go on: leases of workers that are gone lapse at once, every run that had not ended gets its
 * job, and every stream notes the state that it was brought back to, by which cursors of a later state are told apart.
 */
export async function settleRestored(session: CopySession, takenAt: string): Promise<void> {
  await session.run(`update connections set lease_expires_at = clock_timestamp() - interval '1 second'
    where lease_expires_at is not null`);
  await session.run(`update file_sources set poll_expires_at = null where poll_expires_at is not null`);
  await session.run(`select graphile_worker.add_job(identifier => 'sync-connection', payload => json_build_object(
      'organizationId', organization_id, 'environment', environment, 'connectionId', connection_id, 'syncRunId', id),
      job_key => 'sync:' || id, max_attempts => 25)
    from sync_runs where status in ('queued', 'suspended')`);
  await session.rows(
    `insert into stream_restores (organization_id, environment, number, id, restored_at, taken_at, head)
    select h.organization_id, h.environment, 1 + (select count(*) from stream_restores r
        where r.organization_id = h.organization_id and r.environment = h.environment),
      gen_random_uuid(), clock_timestamp(), $1::timestamptz, h.head
    from stream_heads h`,
    [takenAt],
  );
}

/** The wrapped keys of purposes. */
export async function listPurposeKeys(session: CopySession): Promise<Uint8Array[]> {
  const rows = await session.rows(`select encode(wrapped, 'hex') as wrapped from purpose_keys`);
  return rows.map(({ wrapped }) => Buffer.from(wrapped ?? '', 'hex'));
}

/** The wrapped data keys of all organizations. */
export async function listDataKeys(session: CopySession): Promise<Uint8Array[]> {
  const rows = await session.rows(`select encode(wrapped, 'hex') as wrapped from data_keys`);
  return rows.map(({ wrapped }) => Buffer.from(wrapped ?? '', 'hex'));
}

/** A state that a stream was brought back to. */
export interface StreamRestoreRow {
  readonly organizationId: string;
  readonly environment: 'live' | 'test';
  readonly id: string;
  readonly head: bigint;
}

/** The restores of all streams, the oldest first. */
export async function listStreamRestores(db: Db): Promise<StreamRestoreRow[]> {
  return db<StreamRestoreRow[]>`select organization_id, environment, id, head from stream_restores
    order by organization_id, environment, number`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function listOf(columns: readonly string[]): string {
  return columns.map(quote).join(', ');
}

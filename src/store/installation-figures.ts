import type { Db } from '../infra/database.ts';

/**
 * Figures of the whole installation, for those who run it: how much of what there is, and how late. They count over all
 * organizations and name none. Each is one statement over an index or over a small table.
 */
export interface ConnectionCount {
  readonly environment: 'live' | 'test';
  readonly status: string;
  /** Code of the latest fault; null for a connection that works. */
  readonly errorCode: string | null;
  readonly count: number;
}

/** Connections of each status and fault, of both environments. */
export async function countConnections(db: Db): Promise<ConnectionCount[]> {
  return db<ConnectionCount[]>`select environment, status, error_code, count(*)::int as count from connections
    group by environment, status, error_code order by 1, 2, 3`;
}

export interface InstitutionUse {
  readonly institutionId: string;
  readonly connections: number;
}

/** Institutions that connections name, and how many do; those that were revoked need none any more. */
export async function countByInstitution(db: Db): Promise<InstitutionUse[]> {
  return db<InstitutionUse[]>`select institution_id, count(*)::int as connections from connections
    where institution_id is not null and status <> 'revoked' group by institution_id order by institution_id`;
}

/** How long the sync that waits longest has been due, in seconds; 0 when none waits. Test environments live in their own time. */
export async function findSyncLatenessSeconds(db: Db): Promise<number> {
  const [row] = await db<{ seconds: number }[]>`
    select greatest(0, extract(epoch from clock_timestamp() - min(next_sync_at)))::float8 as seconds from connections
    where next_sync_at is not null and next_sync_at <= clock_timestamp() and environment = 'live'`;
  return row?.seconds ?? 0;
}

export interface RunCount {
  readonly status: 'queued' | 'running' | 'suspended';
  readonly count: number;
}

/** Runs that have not ended. */
export async function countOpenRuns(db: Db): Promise<RunCount[]> {
  return db<RunCount[]>`
    select 'queued' as status, count(*)::int as count from sync_runs where status = 'queued' and trigger <> 'upload'
    union all select 'running', count(*)::int from sync_runs where status = 'running'
    union all select 'suspended', count(*)::int from sync_runs where status = 'suspended'`;
}

/** Changes that all streams have taken up together. */
export async function sumStreamHeads(db: Db): Promise<bigint> {
  const [row] = await db<{ sum: bigint }[]>`select coalesce(sum(head), 0)::int8 as sum from stream_heads`;
  return row?.sum ?? 0n;
}

/** Accounts whose balances and transactions do not add up, and which alarm is raised. */
export async function countBrokenProofs(db: Db): Promise<{ readonly broken: number; readonly alarms: number }> {
  const [row] = await db<{ broken: number; alarms: number }[]>`
    select count(*) filter (where proof_state = 'broken')::int as broken, count(alarm_raised_at)::int as alarms
    from accounts`;
  return row ?? { broken: 0, alarms: 0 };
}

export interface WebhookFigures {
  readonly active: number;
  /** Switched off by a person or after five days of failure. */
  readonly inactive: number;
  /** Active ones whose latest attempts have failed. */
  readonly failing: number;
  readonly pending: number;
  /** Age of the oldest delivery that waits, in seconds; 0 when none does. */
  readonly oldestPendingSeconds: number;
}

/** Webhooks that work and that fail, and how much waits to be sent, since when. */
export async function findWebhookFigures(db: Db): Promise<WebhookFigures> {
  const [row] = await db<WebhookFigures[]>`
    select count(*) filter (where active)::int as active, count(*) filter (where not active)::int as inactive,
      count(*) filter (where active and failing_since is not null)::int as failing,
      (select count(*)::int from webhook_queue) as pending,
      coalesce((select greatest(0, extract(epoch from clock_timestamp() - min(d.created_at))) from webhook_queue q
        join webhook_deliveries d on d.organization_id = q.organization_id and d.webhook_id = q.webhook_id
          and d.id = q.delivery_id), 0)::float8 as oldest_pending_seconds
    from webhooks`;
  return row ?? { active: 0, inactive: 0, failing: 0, pending: 0, oldestPendingSeconds: 0 };
}

export interface JobCount {
  readonly task: string;
  readonly state: 'ready' | 'waiting' | 'running' | 'failing' | 'given_up';
  readonly count: number;
}

/**
 * Jobs of the queue: due, waiting for their time, under way, tried again after a failure, and tried for the last time. What a
 * dead worker leaves of a job that another one has replaced is none, and is known by its missing key.
 */
export async function countJobs(db: Db): Promise<JobCount[]> {
  return db<JobCount[]>`select task, state, count(*)::int as count from (
      select task_identifier as task, case
        when locked_at is not null then 'running'
        when attempts >= max_attempts then 'given_up'
        when attempts > 0 then 'failing'
        when run_at > now() then 'waiting'
        else 'ready' end as state
      from graphile_worker.jobs where key is not null or locked_at is not null) j group by task, state order by 1, 2`;
}

/** Files that wait for a person. */
export async function countOpenQuarantine(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from quarantined_files where status = 'open'`;
  return row?.count ?? 0;
}

/** What there is to know about a server and the session's role. */
export interface ServerFacts {
  readonly version: string;
  /** 180004 for 18.4. */
  readonly versionNumber: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly maxConnections: number;
  readonly reservedConnections: number;
  readonly mayCreate: boolean;
  /** The session may write nothing. */
  readonly onlyReads: boolean;
  /** It follows another server, which has the writes. */
  readonly isStandby: boolean;
  /** Tables of the service that belong to another role. */
  readonly foreignTables: number;
  readonly nowMs: number;
}

/** Settings and rights that the doctor judges, and the clock of the database server, in milliseconds since the epoch. */
export async function readServerFacts(db: Db): Promise<ServerFacts> {
  const [row] = await db<ServerFacts[]>`select current_setting('server_version') as version,
      current_setting('server_version_num')::int as version_number, current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('max_connections')::int as max_connections,
      current_setting('superuser_reserved_connections')::int as reserved_connections,
      has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as may_create,
      current_setting('transaction_read_only') = 'on' as only_reads, pg_is_in_recovery() as is_standby,
      (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not pg_has_role(relowner, 'usage')) as foreign_tables,
      (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;
  if (row === undefined) throw new Error('a query without conditions gave no row');
  return row;
}

/** Contents that rows refer to; at most so many, taken anywhere, unless null asks for all. */
export async function listSomeContents(db: Db, limit: number | null): Promise<string[]> {
  const rows = await db<{ sha256: string }[]>`select distinct sha256 from (
      (select sha256 from evidence ${limit === null ? db`` : db`order by id desc limit ${limit}`})
      union all (select sha256 from statements ${limit === null ? db`` : db`order by id desc limit ${limit}`})
    ) c ${limit === null ? db`` : db`order by sha256 limit ${limit}`}`;
  return rows.map(({ sha256 }) => sha256);
}

/** Hosts of active webhooks, each once. */
export async function listReceiverHosts(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ host: string }[]>`select distinct substring(url from '^https?://([^/:?#\\[]+)') as host
    from webhooks where active and url ~ '^https?://[^/:?#\\[]+' order by 1 limit ${limit}`;
  return rows.map(({ host }) => host);
}

/** Whether the tables of the service are there. */
export async function hasTables(db: Db): Promise<boolean> {
  const [row] = await db<{ present: boolean }[]>`select to_regclass('public.connections') is not null
    and to_regclass('graphile_worker.jobs') is not null as present`;
  return row?.present === true;
}

/** Whether anything was ever sealed: then the master key has to be there. */
export async function hasWrappedKeys(db: Db): Promise<boolean> {
  const [row] = await db<{ present: boolean }[]>`select exists (select from purpose_keys)
    or exists (select from data_keys) as present`;
  return row?.present === true;
}

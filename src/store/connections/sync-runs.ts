import type { Fault } from '../../domain/connection/connection-fault.ts';
import { outcomeAtEnd } from '../../domain/connection/mfa-challenge.ts';
import {
  type AccountRunResult,
  type ChangeCounts,
  NO_CHANGES,
  type SyncRunOutcome,
  type SyncRunStatus,
  type SyncTrigger,
} from '../../domain/connection/sync-run.ts';
import type { Environment } from '../../domain/environment.ts';
import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { FileOrigin } from '../../domain/files/quarantine.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { closeChallengeOfRun } from './mfa-challenges.ts';

export interface SyncRunRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly trigger: SyncTrigger;
  readonly status: SyncRunStatus;
  readonly outcome: SyncRunOutcome | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly windowStart: CalendarDate | null;
  readonly windowEnd: CalendarDate | null;
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
  readonly perAccount: readonly AccountRunResult[];
  readonly error: Fault | null;
  /** How often it was taken up after its worker had come to no end. */
  readonly recoveries: number;
  readonly fileName: string | null;
  readonly fileFormat: BankFileFormat | null;
  readonly fileSizeBytes: bigint | null;
  readonly fileSha256: string | null;
  readonly fileAccountId: string | null;
  readonly fileFormatHint: BankFileFormat | null;
  /** How the file came in; null for runs without one, and for uploads of before files could come in otherwise. */
  readonly fileOrigin: FileOrigin | null;
  readonly fileSourceId: string | null;
  /** What is known of the file beside the settings of its connection. */
  readonly fileKnowledge: FileKnowledge | null;
}

export type NewSyncRun = Pick<
  SyncRunRow,
  'organizationId' | 'id' | 'environment' | 'connectionId' | 'trigger' | 'createdAt'
> & {
  readonly file:
    | (Pick<SyncRunRow, 'fileName' | 'fileSizeBytes' | 'fileSha256' | 'fileAccountId' | 'fileFormatHint'> &
        Partial<Pick<SyncRunRow, 'fileOrigin' | 'fileSourceId' | 'fileKnowledge'>>)
    | null;
};

/** How a run ended. */
export interface SyncRunResult {
  readonly status: 'succeeded' | 'partial' | 'failed';
  readonly outcome: SyncRunOutcome | null;
  readonly finishedAt: Instant;
  readonly windowStart: CalendarDate | null;
  readonly windowEnd: CalendarDate | null;
  readonly counts: ChangeCounts;
  readonly perAccount: readonly AccountRunResult[];
  readonly error: Fault | null;
  readonly fileFormat: BankFileFormat | null;
}

/** The result of a run that was ended without a word of the bank; its time of end goes with it. */
export const STOPPED_RUN = {
  status: 'failed',
  outcome: null,
  windowStart: null,
  windowEnd: null,
  counts: NO_CHANGES,
  perAccount: [],
  error: null,
  fileFormat: null,
} as const satisfies Omit<SyncRunResult, 'finishedAt'>;

/** Queues a run; false when one that is no upload is queued for the connection already. */
export async function insertSyncRun(db: Db, run: NewSyncRun): Promise<boolean> {
  const result = await db`insert into sync_runs
      (organization_id, id, environment, connection_id, trigger, status, created_at, file_name, file_size_bytes,
        file_sha256, file_account_id, file_format_hint, file_origin, file_source_id, file_knowledge)
    values (${run.organizationId}, ${run.id}, ${run.environment}, ${run.connectionId}, ${run.trigger}, 'queued',
      ${run.createdAt}, ${run.file?.fileName ?? null}, ${run.file?.fileSizeBytes ?? null},
      ${run.file?.fileSha256 ?? null}, ${run.file?.fileAccountId ?? null}, ${run.file?.fileFormatHint ?? null},
      ${run.file?.fileOrigin ?? null}, ${run.file?.fileSourceId ?? null},
      ${run.file?.fileKnowledge == null ? null : db.json(run.file.fileKnowledge as never)})
    on conflict do nothing`;
  return result.count === 1;
}

/** The run with that id, if it is one of that connection. */
export async function findSyncRun(
  db: Db,
  tenant: Tenant,
  connectionId: string,
  id: string,
): Promise<SyncRunRow | null> {
  const [row] = await db<SyncRunRow[]>`select * from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and id = ${id}`;
  return row ?? null;
}

/** The run that waits for a worker and is no upload. */
export async function findQueuedSync(db: Db, tenant: Tenant, connectionId: string): Promise<SyncRunRow | null> {
  const [row] = await db<SyncRunRow[]>`select * from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and status = 'queued' and trigger <> 'upload'`;
  return row ?? null;
}

/** The run that took in the same bytes for the same connection and account, unless it failed. */
export async function findRunOfFile(
  db: Db,
  tenant: Tenant,
  file: { readonly connectionId: string; readonly sha256: string; readonly accountId: string | null },
): Promise<SyncRunRow | null> {
  const [row] = await db<SyncRunRow[]>`select * from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${file.connectionId} and file_sha256 = ${file.sha256}
      and file_account_id is not distinct from ${file.accountId} and status <> 'failed'
    order by id limit 1`;
  return row ?? null;
}

/** The same for many contents at once, without an account: their runs by content. */
export async function findRunsOfContents(
  db: Db,
  tenant: Tenant,
  connectionId: string,
  contents: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db<{ sha256: string; id: string }[]>`select distinct on (file_sha256) file_sha256 as sha256, id
    from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and file_sha256 = any(${[...contents]})
      and file_account_id is null and status <> 'failed'
    order by file_sha256, id`;
  return new Map(rows.map(({ sha256, id }) => [sha256, id]));
}

/** Whether a run has not ended yet. */
export function isUnfinished({ status }: Pick<SyncRunRow, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'suspended';
}

/** Runs of a connection that have not ended. */
export async function listUnfinishedRuns(db: Db, tenant: Tenant, connectionId: string): Promise<{ id: string }[]> {
  return db<{ id: string }[]>`select id from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and status in ('queued', 'running', 'suspended') order by id`;
}

/**
 * Runs for files of this source that nobody has begun, among the latest `limit` of its connection, in the order in which
 * they were queued.
 */
export async function listQueuedRunsOfSource(
  db: Db,
  tenant: Tenant,
  source: { readonly id: string; readonly connectionId: string },
  limit: number,
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`select id from (
      select id, status, file_source_id from sync_runs
      where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
        and connection_id = ${source.connectionId} order by id desc limit ${limit}
    ) r where status = 'queued' and file_source_id = ${source.id} order by id`;
  return rows.map(({ id }) => id);
}

/** Newest first. */
export async function listSyncRuns(
  db: Db,
  tenant: Tenant,
  filter: { readonly connectionId: string; readonly status: SyncRunStatus | null },
  page: Page<{ readonly id: string }>,
): Promise<SyncRunRow[]> {
  return db<SyncRunRow[]>`select * from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${filter.connectionId}
      ${filter.status === null ? db`` : db`and status in ${db(filter.status === 'running' ? ['running', 'suspended'] : [filter.status])}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** Marks a run as being worked on; false when it has ended already. A run whose worker died starts again here. */
export async function startSyncRun(db: Db, tenant: Tenant, id: string, at: Instant): Promise<boolean> {
  const result = await db`update sync_runs set status = 'running', started_at = coalesce(started_at, ${at})
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and status in ('queued', 'running', 'suspended')`;
  return result.count === 1;
}

/** Counts that a run is taken up whose worker came to no end. Returns the count. */
export async function countRecovery(db: Db, tenant: Tenant, id: string): Promise<number> {
  const [row] = await db<{ recoveries: number }[]>`update sync_runs set recoveries = recoveries + 1
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
    returning recoveries`;
  return row?.recoveries ?? 0;
}

/** Lets a run that is being worked on wait for a one-time code; false when it is not being worked on. */
export async function suspendSyncRun(db: Db, tenant: Tenant, id: string): Promise<boolean> {
  const result = await db`update sync_runs set status = 'suspended'
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and status = 'running'`;
  return result.count === 1;
}

/** The run of a connection that waits for a one-time code. */
export async function findSuspendedRun(db: Db, tenant: Tenant, connectionId: string): Promise<SyncRunRow | null> {
  const [row] = await db<SyncRunRow[]>`select * from sync_runs
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and status = 'suspended'`;
  return row ?? null;
}

/** Puts a run that was begun back in line; false when another one waits there already. Nothing of it has been written. */
export async function returnSyncRun(
  db: Db,
  tenant: Tenant,
  run: Pick<SyncRunRow, 'id' | 'connectionId'>,
): Promise<boolean> {
  const result = await db`update sync_runs r set status = 'queued'
    where r.organization_id = ${tenant.organizationId} and r.environment = ${tenant.environment} and r.id = ${run.id}
      and r.status = 'running'
      and (r.trigger = 'upload' or not exists (select from sync_runs q
        where q.organization_id = r.organization_id and q.connection_id = r.connection_id and q.status = 'queued'
          and q.trigger <> 'upload'))`;
  return result.count === 1;
}

/** Channel on which the end of every run is told, with its id. */
export const RUN_ENDED_CHANNEL = 'causeway_run_ended';

/** Writes the result of a run, once; false when it has ended already. A question that it left open is closed. */
export async function finishSyncRun(db: Db, tenant: Tenant, id: string, result: SyncRunResult): Promise<boolean> {
  const updated = await db`update sync_runs set
      status = ${result.status}, outcome = ${result.outcome}, finished_at = ${result.finishedAt},
      window_start = ${result.windowStart}, window_end = ${result.windowEnd}, added = ${result.counts.added},
      modified = ${result.counts.modified}, removed = ${result.counts.removed},
      per_account = ${db.json(result.perAccount as never)},
      error = ${result.error === null ? null : db.json(result.error as never)}, file_format = ${result.fileFormat}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and status in ('queued', 'running', 'suspended')`;
  if (updated.count === 1) await closeChallengeOfRun(db, tenant, id, outcomeAtEnd(result));
  if (updated.count === 1) await db`select pg_notify(${RUN_ENDED_CHANNEL}, ${id})`;
  return updated.count === 1;
}

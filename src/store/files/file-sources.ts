import type { Environment } from '../../domain/environment.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type {
  AfterTaking,
  FileSourceError,
  FileSourceErrorCode,
  FileSourceKind,
  FileSourceStatus,
} from '../../domain/files/file-source.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

const POLL_KEY = 'poll:';

export interface FileSourceRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly kind: FileSourceKind;
  readonly status: FileSourceStatus;
  readonly path: string;
  readonly pattern: string | null;
  readonly afterTaking: AfterTaking;
  readonly moveTo: string | null;
  readonly pollSeconds: number;
  readonly settleSeconds: number;
  readonly host: string | null;
  readonly port: number | null;
  readonly username: string | null;
  readonly hostKeyFingerprint: string | null;
  readonly login: Uint8Array | null;
  readonly knowledge: FileKnowledge;
  readonly nextPollAt: Instant | null;
  readonly lastPollAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly consecutiveFailures: number;
  readonly errorCode: FileSourceErrorCode | null;
  readonly errorMessage: string | null;
  readonly pollEpoch: bigint;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type NewFileSource = Pick<
  FileSourceRow,
  | 'organizationId'
  | 'id'
  | 'environment'
  | 'connectionId'
  | 'kind'
  | 'path'
  | 'pattern'
  | 'afterTaking'
  | 'moveTo'
  | 'pollSeconds'
  | 'settleSeconds'
  | 'host'
  | 'port'
  | 'username'
  | 'hostKeyFingerprint'
  | 'login'
  | 'knowledge'
  | 'createdAt'
>;

/** Active, and due at once. */
export async function insertFileSource(db: Db, source: NewFileSource): Promise<void> {
  await db`insert into file_sources (organization_id, id, environment, connection_id, kind, status, path, pattern,
      after_taking, move_to, poll_seconds, settle_seconds, host, port, username, host_key_fingerprint, login, knowledge,
      next_poll_at, created_at, updated_at)
    values (${source.organizationId}, ${source.id}, ${source.environment}, ${source.connectionId}, ${source.kind},
      'active', ${source.path}, ${source.pattern}, ${source.afterTaking}, ${source.moveTo}, ${source.pollSeconds},
      ${source.settleSeconds}, ${source.host}, ${source.port}, ${source.username}, ${source.hostKeyFingerprint},
      ${source.login}, ${db.json(source.knowledge as never)}, ${source.createdAt}, ${source.createdAt},
      ${source.createdAt})`;
}

/** Whatever its status; its login is sealed. */
export async function findFileSource(db: Db, tenant: Tenant, id: string): Promise<FileSourceRow | null> {
  const [row] = await db<FileSourceRow[]>`select * from file_sources
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockFileSource(db: Db, tenant: Tenant, id: string): Promise<FileSourceRow | null> {
  const [row] = await db<FileSourceRow[]>`select * from file_sources
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id} for update`;
  return row ?? null;
}

/** Newest first. */
export async function listFileSources(
  db: Db,
  tenant: Tenant,
  filter: { readonly connectionId: string | null },
  page: Page<{ readonly id: string }>,
): Promise<FileSourceRow[]> {
  return db<FileSourceRow[]>`select * from file_sources
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** What a person changes; the next poll comes at once, and what had stopped the source is forgotten. */
export async function updateFileSource(
  db: Db,
  { organizationId, id }: Pick<FileSourceRow, 'organizationId' | 'id'>,
  next: Pick<FileSourceRow, 'status' | 'pollSeconds' | 'hostKeyFingerprint' | 'login' | 'knowledge'>,
  at: Instant,
): Promise<void> {
  await db`update file_sources set status = ${next.status}, poll_seconds = ${next.pollSeconds},
      host_key_fingerprint = ${next.hostKeyFingerprint}, login = ${next.login},
      knowledge = ${db.json(next.knowledge as never)}, updated_at = ${at}, consecutive_failures = 0,
      next_poll_at = ${next.status === 'active' ? at : null}
    where organization_id = ${organizationId} and id = ${id}`;
}

/** Deletes a source with what it knows of its files. Runs and evidence stay. */
export async function deleteFileSource(
  db: Db,
  { organizationId, id }: Pick<FileSourceRow, 'organizationId' | 'id'>,
): Promise<void> {
  await db`delete from file_sources where organization_id = ${organizationId} and id = ${id}`;
}

/** Makes the source due now. */
export async function hastenPoll(
  db: Db,
  { organizationId, id }: Pick<FileSourceRow, 'organizationId' | 'id'>,
  at: Instant,
): Promise<void> {
  await db`update file_sources set next_poll_at = ${at} where organization_id = ${organizationId} and id = ${id}`;
}

/**
 * Sources of all organizations that are due, neither being polled nor in the queue: the longest due of each tenant first, then the
 * second of each, and so on. A job that is put off because it failed does not count as queued, nor does one that a worker took
 * `takenForMs` ago and has not begun: it died in between.
 */
export async function listDueSources(
  db: Db,
  request: { readonly at: Instant; readonly takenForMs: number; readonly limit: number },
): Promise<(Tenant & { readonly id: string })[]> {
  const { at, takenForMs, limit } = request;
  return db<(Tenant & { id: string })[]>`select organization_id, environment, id from (
      select s.organization_id, s.environment, s.id, s.next_poll_at,
        row_number() over (partition by s.organization_id, s.environment order by s.next_poll_at, s.id) as place
      from file_sources s
      where s.status = 'active' and s.next_poll_at <= ${at}
        and (s.poll_expires_at is null or s.poll_expires_at < clock_timestamp())
        and not exists (select from graphile_worker._private_jobs j where j.key = ${POLL_KEY} || s.id
          and (j.is_available and j.run_at <= now()
            or j.locked_at > now() - ${takenForMs} * interval '1 millisecond'))) due
    order by place, next_poll_at limit ${limit}`;
}

/** The key of the job that polls a source. */
export function pollKeyOf(id: string): string {
  return POLL_KEY + id;
}

/** The right of one worker to poll a source. */
export interface PollClaim {
  readonly sourceId: string;
  readonly epoch: bigint;
}

/** Takes a source that is due; null when another worker has it or it is not to be polled. */
export async function claimPoll(
  db: Db,
  tenant: Tenant,
  id: string,
  { at, ttlMs }: { readonly at: Instant; readonly ttlMs: number },
): Promise<FileSourceRow | null> {
  const [row] = await db<FileSourceRow[]>`update file_sources
    set poll_epoch = poll_epoch + 1, poll_expires_at = clock_timestamp() + ${ttlMs} * interval '1 millisecond',
      last_poll_at = ${at}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and status = 'active' and next_poll_at <= ${at}
      and (poll_expires_at is null or poll_expires_at < clock_timestamp())
    returning *`;
  return row ?? null;
}

/** Holds a claimed source for `ttlMs` from now; false when the claim is another worker's by now, or the poll was finished. */
export async function renewPoll(db: Db, tenant: Tenant, claim: PollClaim, ttlMs: number): Promise<boolean> {
  const result = await db`update file_sources
    set poll_expires_at = clock_timestamp() + ${ttlMs} * interval '1 millisecond'
    where organization_id = ${tenant.organizationId} and id = ${claim.sourceId} and poll_epoch = ${claim.epoch}
      and poll_expires_at is not null`;
  return result.count === 1;
}

/** Locks the source for the rest of the transaction if the claim still holds and the source is still active. */
export async function lockClaim(db: Db, tenant: Tenant, claim: PollClaim): Promise<boolean> {
  const rows = await db`select from file_sources
    where organization_id = ${tenant.organizationId} and id = ${claim.sourceId} and poll_epoch = ${claim.epoch}
      and status = 'active' for update`;
  return rows.length === 1;
}

/** How a poll ended: gives the source back and says when it is due again. */
export async function finishPoll(
  db: Db,
  tenant: Tenant,
  claim: PollClaim,
  end: {
    readonly error: FileSourceError | null;
    readonly isReached: boolean;
    readonly stops: boolean;
    readonly nextPollAt: Instant;
    readonly at: Instant;
  },
): Promise<void> {
  const { error } = end;
  await db`update file_sources set poll_expires_at = null,
      status = case when status = 'active' and ${end.stops} then 'stopped' else status end,
      next_poll_at = case when status = 'active' and not ${end.stops} then
        case when next_poll_at > last_poll_at then least(next_poll_at, ${end.nextPollAt}::timestamptz)
          else ${end.nextPollAt}::timestamptz end end,
      last_success_at = case when ${end.isReached} then ${end.at}::timestamptz else last_success_at end,
      consecutive_failures = case when ${end.isReached} then 0 else consecutive_failures + 1 end,
      error_code = ${error?.code ?? null}, error_message = ${error?.message ?? null}
    where organization_id = ${tenant.organizationId} and id = ${claim.sourceId} and poll_epoch = ${claim.epoch}`;
}

import type { Environment } from '../../domain/environment.ts';
import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { FileProblem } from '../../domain/files/file-problem.ts';
import type { FileOrigin, QuarantineStatus } from '../../domain/files/quarantine.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface QuarantinedFileRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly status: QuarantineStatus;
  readonly origin: FileOrigin;
  readonly fileSourceId: string | null;
  readonly fileName: string | null;
  readonly fileFormat: BankFileFormat | null;
  readonly fileSizeBytes: bigint;
  readonly fileSha256: string;
  readonly fileAccountId: string | null;
  readonly fileFormatHint: BankFileFormat | null;
  readonly problems: readonly FileProblem[];
  readonly knowledge: FileKnowledge;
  readonly receivedAt: Instant;
  readonly syncRunId: string;
  readonly decidedAt: Instant | null;
  readonly decidedByKeyId: string | null;
}

export type NewQuarantinedFile = Omit<QuarantinedFileRow, 'status' | 'decidedAt' | 'decidedByKeyId'>;

/** Keeps what was not taken in. Content that is open already keeps its id and gets the new reasons. */
export async function keepInQuarantine(db: Db, file: NewQuarantinedFile): Promise<void> {
  await db`insert into quarantined_files (organization_id, id, environment, connection_id, status, origin, file_source_id,
      file_name, file_format, file_size_bytes, file_sha256, file_account_id, file_format_hint, problems, knowledge,
      received_at, sync_run_id)
    values (${file.organizationId}, ${file.id}, ${file.environment}, ${file.connectionId}, 'open', ${file.origin},
      ${file.fileSourceId}, ${file.fileName}, ${file.fileFormat}, ${file.fileSizeBytes}, ${file.fileSha256},
      ${file.fileAccountId}, ${file.fileFormatHint}, ${db.json(file.problems as never)},
      ${db.json(file.knowledge as never)}, ${file.receivedAt}, ${file.syncRunId})
    on conflict (organization_id, connection_id, file_sha256) where status = 'open' do update set
      problems = excluded.problems, knowledge = excluded.knowledge, sync_run_id = excluded.sync_run_id,
      file_format = excluded.file_format, file_account_id = excluded.file_account_id,
      file_format_hint = excluded.file_format_hint, decided_by_key_id = null`;
}

/** Closes content that was taken in whole. */
export async function releaseFromQuarantine(
  db: Db,
  tenant: Tenant,
  file: { readonly connectionId: string; readonly sha256: string; readonly syncRunId: string },
  at: Instant,
): Promise<void> {
  await db`update quarantined_files
    set status = 'accepted', decided_at = ${at}, problems = '[]', sync_run_id = ${file.syncRunId}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${file.connectionId} and file_sha256 = ${file.sha256} and status = 'open'`;
}

/** Notes who accepts a file, and with what knowledge; the run that follows closes it. */
export async function noteAcceptance(
  db: Db,
  { organizationId, id }: Pick<QuarantinedFileRow, 'organizationId' | 'id'>,
  by: { readonly keyId: string | null; readonly knowledge: FileKnowledge; readonly syncRunId: string },
): Promise<void> {
  await db`update quarantined_files set decided_by_key_id = ${by.keyId}, knowledge = ${db.json(by.knowledge as never)},
      sync_run_id = ${by.syncRunId}
    where organization_id = ${organizationId} and id = ${id}`;
}

/** Final. The key is null where a person decided in the console; the bytes go later, by the purge. */
export async function markDiscarded(
  db: Db,
  { organizationId, id }: Pick<QuarantinedFileRow, 'organizationId' | 'id'>,
  keyId: string | null,
  at: Instant,
): Promise<void> {
  await db`update quarantined_files set status = 'discarded', decided_at = ${at}, decided_by_key_id = ${keyId}
    where organization_id = ${organizationId} and id = ${id}`;
}

/** Files of all organizations that were discarded before that moment, the oldest first. */
export async function listDiscardedBefore(
  db: Db,
  before: Instant,
  limit: number,
): Promise<Pick<QuarantinedFileRow, 'organizationId' | 'id' | 'fileSha256'>[]> {
  return db<
    Pick<QuarantinedFileRow, 'organizationId' | 'id' | 'fileSha256'>[]
  >`select organization_id, id, file_sha256 from quarantined_files
    where status = 'discarded' and decided_at < ${before} order by decided_at, id limit ${limit}`;
}

/** Forgets discarded files. Returns how many. */
export async function deleteDiscarded(
  db: Db,
  files: readonly Pick<QuarantinedFileRow, 'organizationId' | 'id'>[],
): Promise<number> {
  const result = await db`delete from quarantined_files q
    using unnest(${files.map(({ organizationId }) => organizationId)}::text[], ${files.map(({ id }) => id)}::text[]) as f (organization_id, id)
    where q.organization_id = f.organization_id::uuid and q.id = f.id::uuid and q.status = 'discarded'`;
  return result.count;
}

/** Whatever was decided about it, until it is purged. */
export async function findQuarantinedFile(db: Db, tenant: Tenant, id: string): Promise<QuarantinedFileRow | null> {
  const [row] = await db<QuarantinedFileRow[]>`select * from quarantined_files
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockQuarantinedFile(db: Db, tenant: Tenant, id: string): Promise<QuarantinedFileRow | null> {
  const [row] = await db<QuarantinedFileRow[]>`select * from quarantined_files
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id} for update`;
  return row ?? null;
}

/** Newest first. */
export async function listQuarantinedFiles(
  db: Db,
  tenant: Tenant,
  filter: { readonly connectionId: string | null; readonly status: QuarantineStatus | null },
  page: Page<{ readonly id: string }>,
): Promise<QuarantinedFileRow[]> {
  return db<QuarantinedFileRow[]>`select * from quarantined_files
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
      ${filter.status === null ? db`` : db`and status = ${filter.status}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

import type { FileSourceError, FileSourceErrorCode } from '../../domain/files/file-source.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface SourceFileRow {
  readonly name: string;
  readonly sizeBytes: bigint;
  readonly modifiedAtMs: bigint;
  readonly state: 'settling' | 'taken' | 'failed';
  readonly seenAt: Instant;
  readonly sha256: string | null;
  readonly syncRunId: string | null;
  readonly cleared: boolean;
  readonly errorCode: FileSourceErrorCode | null;
  readonly errorMessage: string | null;
}

/** The files of one source are meant throughout. */
export interface SourceKey {
  readonly organizationId: string;
  readonly id: string;
}

/** Rows written in one statement. */
const BATCH = 1_000;

/** All that is known of the files of a source, in no order; a source may have many thousands. */
export async function listSourceFiles(db: Db, source: SourceKey): Promise<SourceFileRow[]> {
  return db<SourceFileRow[]>`select name, size_bytes, modified_at_ms, state, seen_at, sha256, sync_run_id, cleared,
      error_code, error_message
    from source_files where organization_id = ${source.organizationId} and source_id = ${source.id}`;
}

/** Notes files that are new or have changed. */
export async function noteSettling(
  db: Db,
  source: SourceKey,
  files: readonly { readonly name: string; readonly sizeBytes: number; readonly modifiedAtMs: number }[],
  at: Instant,
): Promise<void> {
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    await db`insert into source_files (organization_id, source_id, name, size_bytes, modified_at_ms, state, seen_at)
      select ${source.organizationId}, ${source.id}, f.name, f.size_bytes, f.modified_at_ms, 'settling', ${at}
      from unnest(${batch.map(({ name }) => name)}::text[], ${batch.map(({ sizeBytes }) => String(sizeBytes))}::bigint[],
        ${batch.map(({ modifiedAtMs }) => String(modifiedAtMs))}::bigint[]) as f (name, size_bytes, modified_at_ms)
      on conflict (organization_id, source_id, name) do update set size_bytes = excluded.size_bytes,
        modified_at_ms = excluded.modified_at_ms, state = 'settling', seen_at = excluded.seen_at, sha256 = null,
        sync_run_id = null, cleared = false, error_code = null, error_message = null`;
  }
}

/** Notes files whose bytes are taken in, by whatever run. */
export async function noteTaken(
  db: Db,
  source: SourceKey,
  files: readonly { readonly name: string; readonly sha256: string; readonly syncRunId: string | null }[],
): Promise<void> {
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    await db`update source_files s set state = 'taken', sha256 = f.sha256, sync_run_id = f.sync_run_id::uuid,
        error_code = null, error_message = null
      from unnest(${batch.map(({ name }) => name)}::text[], ${batch.map(({ sha256 }) => sha256)}::text[],
        ${batch.map(({ syncRunId }) => syncRunId)}::text[]) as f (name, sha256, sync_run_id)
      where s.organization_id = ${source.organizationId} and s.source_id = ${source.id} and s.name = f.name`;
  }
}

/** Notes a file that could not be read; it is tried again. */
export async function noteFailed(db: Db, source: SourceKey, name: string, error: FileSourceError): Promise<void> {
  await db`update source_files set state = 'failed', error_code = ${error.code}, error_message = ${error.message},
      sha256 = null, sync_run_id = null
    where organization_id = ${source.organizationId} and source_id = ${source.id} and name = ${name}`;
}

/** Notes that a file was moved or deleted as the source says, or why it could not be. */
export async function noteCleared(
  db: Db,
  source: SourceKey,
  name: string,
  error: FileSourceError | null,
): Promise<void> {
  await db`update source_files set cleared = ${error === null}, error_code = ${error?.code ?? null},
      error_message = ${error?.message ?? null}
    where organization_id = ${source.organizationId} and source_id = ${source.id} and name = ${name}`;
}

/** Forgets files that are there no more. */
export async function forgetVanished(db: Db, source: SourceKey, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await db`delete from source_files where organization_id = ${source.organizationId} and source_id = ${source.id}
    and name = any(${[...names]})`;
}

/** Contents that were taken from this source, under whatever name, with their runs. */
export async function listTakenContents(db: Db, source: SourceKey): Promise<Map<string, string | null>> {
  const rows = await db<{ sha256: string; syncRunId: string | null }[]>`select sha256, sync_run_id from source_files
    where organization_id = ${source.organizationId} and source_id = ${source.id} and sha256 is not null`;
  return new Map(rows.map(({ sha256, syncRunId }) => [sha256, syncRunId]));
}

export interface SourceFileCounts {
  readonly settling: number;
  readonly taken: number;
  readonly failed: number;
}

/** How many files of each source are in which state. */
export async function countSourceFiles(
  db: Db,
  organizationId: string,
  sourceIds: readonly string[],
): Promise<Map<string, SourceFileCounts>> {
  const rows = await db<(SourceFileCounts & { sourceId: string })[]>`select source_id,
      (count(*) filter (where state = 'settling'))::int as settling,
      (count(*) filter (where state = 'taken'))::int as taken,
      (count(*) filter (where state = 'failed'))::int as failed
    from source_files where organization_id = ${organizationId} and source_id = any(${[...sourceIds]})
    group by source_id`;
  return new Map(rows.map(({ sourceId, settling, taken, failed }) => [sourceId, { settling, taken, failed }]));
}

/** Files of each source that could not be read or cleared away, at most `limit` each. */
export async function listFailedFiles(
  db: Db,
  organizationId: string,
  sourceIds: readonly string[],
  limit: number,
): Promise<Map<string, { readonly name: string; readonly error: FileSourceError }[]>> {
  const rows = await db<
    { sourceId: string; name: string; errorCode: FileSourceErrorCode; errorMessage: string | null }[]
  >`select source_id, name, error_code, error_message from (
      select source_id, name, error_code, error_message, row_number() over (partition by source_id order by name) as place
      from source_files where organization_id = ${organizationId} and source_id = any(${[...sourceIds]})
        and error_code is not null
    ) f where place <= ${limit} order by source_id, name`;
  const bySource = new Map<string, { name: string; error: FileSourceError }[]>();
  for (const { sourceId, name, errorCode, errorMessage } of rows) {
    const files = bySource.get(sourceId) ?? [];
    files.push({ name, error: { code: errorCode, message: errorMessage ?? '' } });
    bySource.set(sourceId, files);
  }
  return bySource;
}

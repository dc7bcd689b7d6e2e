import type { FileSourceError } from '../../domain/file-source.ts';
import { FolderError, type FolderFile, type SourceFolder } from '../../infra/source-folder/source-folder.ts';
import { lockConnection } from '../../store/connections.ts';
import { type FileSourceRow, lockClaim, type PollClaim } from '../../store/file-sources.ts';
import { enqueueJob } from '../../store/jobs.ts';
import { noteTaken } from '../../store/source-files.ts';
import { findRunOfFile, insertSyncRun } from '../../store/sync-runs.ts';
import type { Tenant } from '../../store/tenant.ts';
import type { SourceParts, StagedBytes } from './parts.ts';
import { isSame } from './plan-round.ts';

/** What became of one file. */
export type Taking =
  /** A run exists that is to be worked off. */
  | { readonly kind: 'queued'; readonly sha256: string; readonly syncRunId: string }
  /** The same bytes were taken in before, under whatever name. */
  | { readonly kind: 'known'; readonly sha256: string; readonly syncRunId: string | null }
  /** It changed while it was read. */
  | { readonly kind: 'changed'; readonly file: FolderFile | null }
  /** It cannot be read; others can. */
  | { readonly kind: 'failed'; readonly error: FileSourceError }
  /** The source is no longer ours to poll, or its connection takes nothing any more. */
  | { readonly kind: 'over' };

/** Errors that concern one file. Any other ends the round. */
const OF_ONE_FILE: ReadonlySet<string> = new Set(['permissionDenied', 'notFound', 'pathRefused', 'refusedByServer']);

/** A worker that dies before it has worked off its run leaves it to this job. */
const RESCUE_DELAY_MS = 60_000;

/**
 * Reads a file whole and takes it in, once: its bytes become evidence, its run and the note of it are written in one
 * transaction. Whoever dies before has changed nothing, and the next round begins again.
 */
export async function takeFile(
  parts: SourceParts,
  scope: { readonly tenant: Tenant; readonly source: FileSourceRow; readonly claim: PollClaim },
  folder: SourceFolder,
  file: FolderFile,
  taken: ReadonlyMap<string, string | null>,
): Promise<Taking> {
  let staged: StagedBytes;
  try {
    staged = await parts.stageFile(folder.open(file.name, file.sizeBytes));
  } catch (cause) {
    if (parts.isTooLarge(cause))
      return { kind: 'failed', error: { code: 'tooLarge', message: `${file.name} is larger than is taken.` } };
    if (cause instanceof FolderError && OF_ONE_FILE.has(cause.code))
      return { kind: 'failed', error: { code: cause.code, message: cause.message } };
    throw cause;
  }
  try {
    const after = await folder.stat(file.name);
    if (after === null || !isSame(after, file) || staged.sizeBytes !== file.sizeBytes)
      return { kind: 'changed', file: after };
    const { sha256 } = staged;
    const earlier = taken.get(sha256);
    if (earlier !== undefined) return { kind: 'known', sha256, syncRunId: earlier };
    return await queueTaking(parts, scope, file, staged);
  } finally {
    await staged.discard();
  }
}

async function queueTaking(
  parts: SourceParts,
  { tenant, source, claim }: { readonly tenant: Tenant; readonly source: FileSourceRow; readonly claim: PollClaim },
  file: FolderFile,
  staged: StagedBytes,
): Promise<Taking> {
  const { connectionId } = source;
  const { sha256 } = staged;
  return parts.sql.begin(async (db): Promise<Taking> => {
    if (!(await lockClaim(db, tenant, claim))) return { kind: 'over' };
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null || connection.status === 'revoked') return { kind: 'over' };
    const earlier = await findRunOfFile(db, tenant, { connectionId, sha256, accountId: null });
    if (earlier !== null) {
      await noteTaken(db, source, [{ name: file.name, sha256, syncRunId: earlier.id }]);
      return { kind: 'known', sha256, syncRunId: earlier.id };
    }
    // Kept before the run that needs the bytes can exist.
    await staged.keep();
    const id = parts.newId();
    await insertSyncRun(db, {
      organizationId: tenant.organizationId,
      environment: tenant.environment,
      connectionId,
      id,
      trigger: 'upload',
      createdAt: await parts.now(tenant),
      file: {
        fileName: file.name,
        fileSizeBytes: BigInt(staged.sizeBytes),
        fileSha256: sha256,
        fileAccountId: null,
        fileFormatHint: null,
        fileOrigin: source.kind,
        fileSourceId: source.id,
        fileKnowledge: source.knowledge,
      },
    });
    const payload = {
      organizationId: tenant.organizationId,
      environment: tenant.environment,
      connectionId,
      syncRunId: id,
    };
    await enqueueJob(db, 'sync-connection', payload, { key: `sync:${id}`, delayMs: RESCUE_DELAY_MS });
    await noteTaken(db, source, [{ name: file.name, sha256, syncRunId: id }]);
    return { kind: 'queued', sha256, syncRunId: id };
  });
}

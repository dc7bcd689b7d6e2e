import type { FolderFile } from '../../infra/source-folder/source-folder.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import { enqueueRun } from '../../store/connections/run-jobs.ts';
import { findRunsOfContents, insertSyncRun } from '../../store/connections/sync-runs.ts';
import { type FileSourceRow, lockClaim, type PollClaim } from '../../store/files/file-sources.ts';
import { noteTaken } from '../../store/files/listed-files.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { SourceParts, StagedBytes } from './parts.ts';

/** A file whose bytes are taken in. `isNew` where its run is to be worked off. */
export interface QueuedFile {
  readonly file: FolderFile;
  readonly sha256: string;
  readonly syncRunId: string;
  readonly isNew: boolean;
}

/** A worker that dies before it has worked off its runs leaves them to their jobs. */
const RESCUE_DELAY_MS = 60_000;

/**
 * Takes files in whose bytes lie ready, once each: the bytes become evidence, and the runs and the notes of the files are
 * written in one transaction. Whoever dies before has changed nothing, and the next round begins again. Null when the source is no longer
 * ours to poll, or its connection takes nothing any more.
 */
export async function queueFiles(
  parts: SourceParts,
  { tenant, source, claim }: { readonly tenant: Tenant; readonly source: FileSourceRow; readonly claim: PollClaim },
  files: readonly { readonly file: FolderFile; readonly staged: StagedBytes }[],
): Promise<readonly QueuedFile[] | null> {
  const { connectionId } = source;
  return parts.sql.begin(async (db): Promise<readonly QueuedFile[] | null> => {
    if (!(await lockClaim(db, tenant, claim))) return null;
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null || connection.status === 'revoked') return null;
    const contents = [...new Set(files.map(({ staged }) => staged.sha256))];
    const known = new Map(await findRunsOfContents(db, tenant, connectionId, contents));
    const createdAt = await parts.now(tenant);
    const queued: QueuedFile[] = [];
    const fresh: StagedBytes[] = [];
    for (const { file, staged } of files) {
      const { sha256 } = staged;
      const earlier = known.get(sha256);
      const syncRunId = earlier ?? parts.newId();
      queued.push({ file, sha256, syncRunId, isNew: earlier === undefined });
      // Of several files with one content the first one makes the run.
      known.set(sha256, syncRunId);
      if (earlier === undefined) fresh.push(staged);
    }
    // Kept before the runs that need the bytes can exist.
    await Promise.all(fresh.map((staged) => staged.keep()));
    for (const each of queued) {
      if (!each.isNew) continue;
      const { organizationId, environment } = tenant;
      const { syncRunId } = each;
      const ids = { organizationId, environment, connectionId };
      await insertSyncRun(db, { ...ids, id: syncRunId, trigger: 'upload', createdAt, file: fieldsOf(source, each) });
      await enqueueRun(db, tenant, { id: syncRunId, connectionId }, { delayMs: RESCUE_DELAY_MS });
    }
    const notes = queued.map(({ file, sha256, syncRunId }) => ({ name: file.name, sha256, syncRunId }));
    await noteTaken(db, source, notes);
    return queued;
  });
}

function fieldsOf(source: FileSourceRow, { file, sha256 }: QueuedFile) {
  return {
    fileName: file.name,
    fileSizeBytes: BigInt(file.sizeBytes),
    fileSha256: sha256,
    fileAccountId: null,
    fileFormatHint: null,
    fileOrigin: source.kind,
    fileSourceId: source.id,
    fileKnowledge: source.knowledge,
  };
}

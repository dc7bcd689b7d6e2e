import type { BankFileFormat } from '../../domain/files/bank-file-format.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { FileOrigin } from '../../domain/files/quarantine.ts';
import { accepted, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import { findAccount } from '../../store/accounts/accounts.ts';
import { type ConnectionRow, lockConnection } from '../../store/connections/connections.ts';
import { enqueueRun } from '../../store/connections/run-jobs.ts';
import { findRunOfFile, findSyncRun, insertSyncRun, type SyncRunRow } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { NO_CONNECTION } from '../connections/move-connection.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { findKnowledgeRefusal } from './check-file-knowledge.ts';

/** A file whose bytes are here and become evidence when `keep` is called. */
export interface StagedUpload {
  readonly name: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly formatHint: BankFileFormat | null;
  readonly accountId: string | null;
  /** Left out for an upload. */
  readonly origin?: FileOrigin;
  readonly sourceId?: string | null;
  readonly knowledge?: FileKnowledge | null;
  keep(): Promise<void>;
}

/**
 * Queues the run that takes a file in, or returns the run that took the same bytes in for the same connection and
 * account before. A failed run does not count.
 */
export async function uploadFile(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  file: StagedUpload,
): Promise<Result<{ readonly run: SyncRunRow; readonly created: boolean }>> {
  return parts.sql.begin(async (db): Promise<Result<{ run: SyncRunRow; created: boolean }>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    if (connection.status === 'revoked')
      return refused(refuse('conflict', 'The connection is revoked, which is final. Upload to another connection.'));
    if (file.accountId !== null && (await findAccount(db, tenant, file.accountId))?.connectionId !== connectionId)
      return refused(refuseField('body', 'accountId', 'does not name an account of this connection'));
    const refusal = await findKnowledgeRefusal(db, connection, file.knowledge ?? {});
    if (refusal !== null) return refused(refusal);
    const earlier = await findRunOfFile(db, tenant, { connectionId, sha256: file.sha256, accountId: file.accountId });
    if (earlier !== null) return accepted({ run: earlier, created: false });
    if (connection.leaseRunId !== null)
      return refused(
        refuse('sync_in_progress', 'A sync of this connection is running. Upload the file when it has ended.'),
      );
    // Kept before the run that needs the bytes can exist; all checks have passed by now.
    await file.keep();
    const run = await queueUpload(db, connection, { id: parts.newId(), createdAt: await parts.now(tenant) }, file);
    await noteAct(db, parts, tenant, {
      action: 'file.upload',
      targetType: 'connection',
      targetId: connectionId,
      details: { syncRunId: run.id, sha256: file.sha256 },
    });
    return accepted({ run, created: true });
  });
}

/** Queues the run of a file whose bytes are kept. */
export async function queueUpload(
  db: Db,
  connection: ConnectionRow,
  { id, createdAt }: Pick<SyncRunRow, 'id' | 'createdAt'>,
  file: Omit<StagedUpload, 'keep'>,
): Promise<SyncRunRow> {
  const { organizationId, environment, id: connectionId } = connection;
  const fields = {
    fileName: file.name,
    fileSizeBytes: BigInt(file.sizeBytes),
    fileSha256: file.sha256,
    fileAccountId: file.accountId,
    fileFormatHint: file.formatHint,
    fileOrigin: file.origin ?? 'upload',
    fileSourceId: file.sourceId ?? null,
    fileKnowledge: file.knowledge ?? null,
  };
  await insertSyncRun(db, {
    organizationId,
    environment,
    connectionId,
    id,
    trigger: 'upload',
    createdAt,
    file: fields,
  });
  await enqueueRun(db, connection, { id, connectionId }, { turn: 'awaited' });
  const run = await findSyncRun(db, connection, connectionId, id);
  if (run === null) throw new Error('an upload that was just queued is not there');
  return run;
}

import { keyIdOf } from '../../domain/audit-entry.ts';
import { type FileKnowledge, mergeKnowledge } from '../../domain/files/file-knowledge.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import { lockQuarantinedFile, noteAcceptance } from '../../store/files/quarantined-files.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { findKnowledgeRefusal } from './check-file-knowledge.ts';
import { queueUpload } from './upload-file.ts';

/**
 * Queues a run that reads a quarantined file again with what a person knows of it; null when it is accepted already. The
 * run decides whether anything is left over.
 */
export async function acceptQuarantinedFile(
  parts: CommandParts,
  tenant: Tenant,
  id: string,
  knowledge: FileKnowledge,
): Promise<Result<SyncRunRow | null>> {
  const missing = refused(refuse('not_found', 'There is no such quarantined file.'));
  return parts.sql.begin(async (db): Promise<Result<SyncRunRow | null>> => {
    const file = await lockQuarantinedFile(db, tenant, id);
    if (file === null) return missing;
    if (file.status === 'discarded')
      return refused(refuse('conflict', 'The file is discarded, which is final. Upload it again to take it in.'));
    if (file.status === 'accepted') return accepted(null);
    const connection = await lockConnection(db, tenant, file.connectionId);
    if (connection === null) return missing;
    if (connection.status === 'revoked')
      return refused(refuse('conflict', 'The connection is revoked, which is final. Upload to another connection.'));
    if (connection.leaseRunId !== null)
      return refused(
        refuse('sync_in_progress', 'A sync of this connection is running. Accept the file when it has ended.'),
      );
    const refusal = await findKnowledgeRefusal(db, connection, knowledge);
    if (refusal !== null) return refused(refusal);
    const merged = mergeKnowledge(file.knowledge, knowledge);
    const run = await queueUpload(
      db,
      connection,
      { id: parts.newId(), createdAt: await parts.now(tenant) },
      {
        name: file.fileName,
        sha256: file.fileSha256,
        sizeBytes: Number(file.fileSizeBytes),
        // A person who looked at the file need not repeat what was wrong with its announcement.
        formatHint: null,
        accountId: knowledge.accountId === undefined ? file.fileAccountId : null,
        origin: file.origin,
        sourceId: file.fileSourceId,
        knowledge: merged,
      },
    );
    await noteAcceptance(db, file, { keyId: keyIdOf(parts.actor), knowledge: merged, syncRunId: run.id });
    await noteAct(db, parts, tenant, {
      action: 'quarantined_file.accept',
      targetType: 'quarantined_file',
      targetId: id,
      details: { connectionId: connection.id, syncRunId: run.id, fields: Object.keys(knowledge) },
    });
    return accepted(run);
  });
}

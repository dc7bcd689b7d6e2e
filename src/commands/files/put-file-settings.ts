import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import { accepted, type Result, refused } from '../../domain/refusal.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import { upsertFileSettings } from '../../store/files/file-settings.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { NO_CONNECTION } from '../connections/move-connection.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { findKnowledgeRefusal } from './check-file-knowledge.ts';

/** Replaces what is known of the files of a connection. Files that were taken in before stay as they are. */
export async function putFileSettings(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  knowledge: FileKnowledge,
): Promise<Result<FileKnowledge>> {
  return parts.sql.begin(async (db): Promise<Result<FileKnowledge>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    const refusal = await findKnowledgeRefusal(db, connection, knowledge);
    if (refusal !== null) return refused(refusal);
    const owner = { organizationId: tenant.organizationId, connectionId };
    await upsertFileSettings(db, owner, knowledge, await parts.now(tenant));
    await noteAct(db, parts, tenant, {
      action: 'file_settings.put',
      targetType: 'connection',
      targetId: connectionId,
      details: { fields: Object.keys(knowledge) },
    });
    return accepted(knowledge);
  });
}

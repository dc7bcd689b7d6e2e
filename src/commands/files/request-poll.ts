import { accepted, type Result, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { type FileSourceRow, findFileSource, hastenPoll, lockFileSource } from '../../store/files/file-sources.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_FILE_SOURCE } from './no-file-source.ts';

/** Makes a source due at once. A paused or stopped one stays as it is. */
export async function requestPoll(parts: CommandParts, tenant: Tenant, id: string): Promise<Result<FileSourceRow>> {
  return parts.sql.begin(async (db): Promise<Result<FileSourceRow>> => {
    const source = await lockFileSource(db, tenant, id);
    if (source === null) return refused(NO_FILE_SOURCE);
    if (source.status === 'active') {
      await hastenPoll(db, source, instantFromMs(parts.nowMs()));
      await noteAct(db, parts, tenant, { action: 'file_source.poll', targetType: 'file_source', targetId: id });
    }
    return accepted((await findFileSource(db, tenant, id)) ?? source);
  });
}

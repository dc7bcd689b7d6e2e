import { accepted, type Result, refused } from '../../domain/refusal.ts';
import { deleteFileSource as deleteRow, lockFileSource } from '../../store/files/file-sources.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { NO_FILE_SOURCE } from './no-file-source.ts';

/** Forgets a source and its login. What was taken in stays. */
export async function deleteFileSource(parts: CommandParts, tenant: Tenant, id: string): Promise<Result<null>> {
  return parts.sql.begin(async (db): Promise<Result<null>> => {
    const source = await lockFileSource(db, tenant, id);
    if (source === null) return refused(NO_FILE_SOURCE);
    await deleteRow(db, source);
    const details = { connectionId: source.connectionId };
    await noteAct(db, parts, tenant, {
      action: 'file_source.delete',
      targetType: 'file_source',
      targetId: id,
      details,
    });
    return accepted(null);
  });
}

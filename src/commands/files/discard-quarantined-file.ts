import { keyIdOf } from '../../domain/audit-entry.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import {
  findQuarantinedFile,
  lockQuarantinedFile,
  markDiscarded,
  type QuarantinedFileRow,
} from '../../store/files/quarantined-files.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** Closes a quarantined file for good. Its bytes stay as evidence. */
export async function discardQuarantinedFile(
  parts: CommandParts,
  tenant: Tenant,
  id: string,
): Promise<Result<QuarantinedFileRow>> {
  return parts.sql.begin(async (db): Promise<Result<QuarantinedFileRow>> => {
    const file = await lockQuarantinedFile(db, tenant, id);
    if (file === null) return refused(refuse('not_found', 'There is no such quarantined file.'));
    if (file.status === 'accepted')
      return refused(refuse('conflict', 'The file is accepted: what it says is in the mirror.'));
    if (file.status === 'open') {
      await markDiscarded(db, file, keyIdOf(parts.actor), await parts.now(tenant));
      await noteAct(db, parts, tenant, {
        action: 'quarantined_file.discard',
        targetType: 'quarantined_file',
        targetId: id,
        details: { connectionId: file.connectionId },
      });
    }
    const closed = await findQuarantinedFile(db, tenant, id);
    if (closed === null) throw new Error('a locked quarantined file disappeared');
    return accepted(closed);
  });
}

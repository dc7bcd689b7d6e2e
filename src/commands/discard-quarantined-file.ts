import { accepted, type Result, refuse, refused } from '../domain/refusal.ts';
import {
  findQuarantinedFile,
  lockQuarantinedFile,
  markDiscarded,
  type QuarantinedFileRow,
} from '../store/quarantined-files.ts';
import type { Tenant } from '../store/tenant.ts';
import type { CommandParts } from './parts.ts';

/** Closes a quarantined file for good. Its bytes stay as evidence. */
export async function discardQuarantinedFile(
  parts: CommandParts,
  tenant: Tenant & { readonly keyId: string },
  id: string,
): Promise<Result<QuarantinedFileRow>> {
  return parts.sql.begin(async (db): Promise<Result<QuarantinedFileRow>> => {
    const file = await lockQuarantinedFile(db, tenant, id);
    if (file === null) return refused(refuse('not_found', 'There is no such quarantined file.'));
    if (file.status === 'accepted')
      return refused(refuse('conflict', 'The file is accepted: what it says is in the mirror.'));
    if (file.status === 'open') await markDiscarded(db, file, tenant.keyId, await parts.now(tenant));
    const closed = await findQuarantinedFile(db, tenant, id);
    if (closed === null) throw new Error('a locked quarantined file disappeared');
    return accepted(closed);
  });
}

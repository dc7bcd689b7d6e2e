import type { ConnectSession } from '../../domain/connection/connect-session.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { lockConnectSession, updateSessionRevoked } from '../../store/connections/connect-sessions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** Withdraws a link at once. Once more changes nothing, nor does it for one that has done its work. */
export async function revokeConnectSession(
  parts: CommandParts,
  tenant: Tenant,
  id: string,
): Promise<Result<ConnectSession>> {
  return parts.sql.begin(async (db): Promise<Result<ConnectSession>> => {
    const session = await lockConnectSession(db, tenant, id);
    if (session === null) return refused(refuse('not_found', 'There is no such Connect session.'));
    if (session.revokedAt !== null) return accepted(session);
    await noteAct(db, parts, tenant, {
      action: 'connect_session.revoke',
      targetType: 'connect_session',
      targetId: id,
    });
    return accepted(await updateSessionRevoked(db, session, instantFromMs(parts.nowMs())));
  });
}

import type { ConnectSession } from '../../domain/connection/connect-session.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import {
  deleteOldConnectSessions,
  lockConnectSession,
  updateSessionRevoked,
} from '../../store/connections/connect-sessions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** How long a session is told of after its time is over. */
const KEPT_MS = 30 * 86_400_000;
const BATCH = 1_000;

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

/** Forgets sessions whose time was over a month ago. Returns how many went. */
export async function purgeConnectSessions({ sql }: Pick<CommandParts, 'sql'>): Promise<number> {
  let purged = 0;
  for (let batch = BATCH; batch === BATCH; purged += batch) batch = await deleteOldConnectSessions(sql, KEPT_MS, BATCH);
  return purged;
}

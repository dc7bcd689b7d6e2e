import { deleteOldConnectSessions } from '../../store/connections/connect-sessions.ts';
import type { CommandParts } from '../parts.ts';

/** How long a session is told of after its time is over. */
const KEPT_MS = 30 * 86_400_000;
const BATCH = 1_000;

/** Forgets sessions whose time was over a month ago. Returns how many went. */
export async function purgeConnectSessions({ sql }: Pick<CommandParts, 'sql'>): Promise<number> {
  let purged = 0;
  for (let batch = BATCH; batch === BATCH; purged += batch) batch = await deleteOldConnectSessions(sql, KEPT_MS, BATCH);
  return purged;
}

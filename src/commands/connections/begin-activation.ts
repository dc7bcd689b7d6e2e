import type { Db } from '../../infra/database.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { CommandParts } from '../parts.ts';
import { applyCause } from './move-connection.ts';
import { queueRun } from './queue-run.ts';

/** Activates a locked connection by the invitation that waits, as far as its status takes it. */
export async function beginActivation(db: Db, parts: CommandParts, connection: ConnectionRow): Promise<void> {
  const at = await parts.now(connection);
  const moment = { at, newId: parts.newId, planNext: () => null };
  const moved = await applyCause(db, connection, { type: 'invitationReceived' }, moment);
  if (!moved.ok) throw new Error(`an invitation was refused in status ${connection.status}`);
  const { status } = moved.value;
  if (status === 'pendingActivation' || status === 'reauthRequired')
    await queueRun(db, moved.value, { id: parts.newId(), trigger: 'activation', at });
}

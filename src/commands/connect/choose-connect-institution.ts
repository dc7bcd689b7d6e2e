import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { updateSessionConnection } from '../../store/connections/connect-sessions.ts';
import { findConnection, lockConnection } from '../../store/connections/connections.ts';
import { createConnection } from '../connections/create-connection.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { type ConnectHolder, type ConnectPlace, lockOpenSession } from './connect-place.ts';
import { connectProgressOf } from './connect-progress.ts';

/**
 * Makes the one connection of a session, or takes the entity's connection to that bank. The same choice again, at once or later, comes
 * to the same connection; another one is refused. A connection that works already ends the session.
 */
export async function chooseConnectInstitution(
  parts: CommandParts,
  holder: ConnectHolder,
  choice: { readonly institutionId: string | null; readonly portalUrl: string | null },
): Promise<Result<ConnectPlace>> {
  return parts.sql
    .begin(async (transaction): Promise<Result<ConnectPlace>> => {
      // In a transaction `begin` makes a savepoint, so to whoever only queries and begins it is a pool.
      const db = transaction as unknown as CommandParts['sql'];
      const inside = { ...parts, sql: db };
      const open = await lockOpenSession(db, parts, holder);
      if (!open.ok) return open;
      const session = open.value;
      if (session.institutionId !== null && choice.institutionId !== session.institutionId)
        return refused(refuse('conflict', 'This link is for another bank.'));
      const known = session.connectionId === null ? null : await findConnection(db, holder, session.connectionId);
      const made = await createConnection(inside, holder, { entityId: session.entityId, ...choice, metadata: {} });
      if (!made.ok) return made;
      const { id } = made.value.connection;
      if (known !== null) {
        if (known.id !== id) throw new OtherBankError();
        return accepted({ session, connection: known });
      }
      // Locked, so that a sync that ends in this moment comes before or finds the session.
      const connection = (await lockConnection(db, holder, id)) ?? made.value.connection;
      const completedAt = connectProgressOf(parts, connection).step === 'done' ? instantFromMs(parts.nowMs()) : null;
      await noteAct(db, parts, holder, {
        action: 'connect_session.choose',
        targetType: 'connect_session',
        targetId: session.id,
        details: { connectionId: id },
      });
      return accepted({ session: await updateSessionConnection(db, session, id, completedAt), connection });
    })
    .catch((cause: unknown) => {
      // Thrown to undo the connection that the other choice has made.
      if (cause instanceof OtherBankError) return refused(refuse('conflict', OTHER_BANK));
      throw cause;
    });
}

class OtherBankError extends Error {
  override readonly name = 'OtherBankError';
}
const OTHER_BANK =
  'With this link another bank was chosen before. It is good for one connection; ask for one more link.';

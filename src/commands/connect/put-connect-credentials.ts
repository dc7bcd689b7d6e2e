import { takesLogin } from '../../domain/connection/connect-step.ts';
import type { CredentialField } from '../../domain/institution.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { putLogin, refuseLacking } from '../connections/put-credentials.ts';
import type { CommandParts } from '../parts.ts';
import { type ConnectHolder, type ConnectPlace, findOpenPlace, refuseEndedNow } from './connect-place.ts';
import { connectProgressOf, missingLoginFields } from './connect-progress.ts';

const TAKES_NO_LOGIN = refuse('connection_not_ready', 'The connection takes no login now.');

/**
 * Stores the login of the session's connection, unless that works as it is. Asked for the last time with both locked: meanwhile a sync may
 * have ended well, or the link been withdrawn.
 */
export async function putConnectCredentials(
  parts: CommandParts,
  holder: ConnectHolder,
  credentials: Readonly<Partial<Record<CredentialField, string>>>,
): Promise<Result<ConnectPlace>> {
  const open = await findOpenPlace(parts, holder);
  if (!open.ok) return open;
  const { session, connection } = open.value;
  if (!takesLogin(connectProgressOf(parts, connection).step)) return refused(TAKES_NO_LOGIN);
  const stored = await putLogin(parts, holder, {
    connectionId: connection.id,
    credentials,
    object: async (db, locked) =>
      (await refuseEndedNow(db, parts, holder)) ??
      (takesLogin(connectProgressOf(parts, locked).step) ? refuseLesser(parts, locked, credentials) : TAKES_NO_LOGIN),
  });
  return stored.ok ? accepted({ session, connection: stored.value }) : stored;
}

/** A login that is whole as far as anybody knows may be one that works, and is not replaced by less. */
function refuseLesser(
  parts: Pick<CommandParts, 'institutions'>,
  connection: ConnectionRow,
  credentials: Readonly<Partial<Record<CredentialField, string>>>,
): Refusal | null {
  const isWhole = connection.credentialsPresent && missingLoginFields(parts, connection).length === 0;
  return isWhole ? refuseLacking(parts, connection, credentials) : null;
}

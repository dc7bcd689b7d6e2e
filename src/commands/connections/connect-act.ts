import { type ConnectSession, connectSessionStatus } from '../../domain/connection/connect-session.ts';
import {
  type ConnectProgress,
  type ConnectStep,
  connectProgress,
  takesLogin,
} from '../../domain/connection/connect-step.ts';
import type { CredentialField } from '../../domain/institution.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  findConnectSession,
  lockConnectSession,
  updateSessionConnection,
} from '../../store/connections/connect-sessions.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../../store/connections/connections.ts';
import { lifecycleStateOf } from '../../store/connections/lifecycle-steps.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { answerMfaChallenge } from './answer-mfa-challenge.ts';
import { completeSetup, hasOtherWayIn } from './complete-setup.ts';
import { createConnection } from './create-connection.ts';
import { missingFromStored } from './missing-credentials.ts';
import { putLogin, refuseLacking } from './put-credentials.ts';

/** A session with its connection, as far as there is one. */
export interface ConnectPlace {
  readonly session: ConnectSession;
  readonly connection: ConnectionRow | null;
}

/** Whose session it is: that of the token. No request names a session or a connection. */
export interface ConnectHolder extends Tenant {
  readonly sessionId: string;
}

const ENDED = {
  completed: refuse('connect_session_ended', 'The bank is connected. This link has done its work.'),
  revoked: refuse('connect_session_ended', 'This link was withdrawn. Ask for a new one.'),
  expired: refuse('connect_session_ended', 'The time of this link is over. Ask for a new one.'),
} as const;

const NO_BANK = refuse('connection_not_ready', 'Choose a bank first.');
const TAKES_NO_LOGIN = refuse('connection_not_ready', 'The connection takes no login now.');

/** The session of a holder, whatever has become of it, and its connection. */
export async function findConnectPlace(
  parts: Pick<CommandParts, 'sql'>,
  holder: ConnectHolder,
): Promise<Result<ConnectPlace>> {
  const session = await findConnectSession(parts.sql, holder, holder.sessionId);
  if (session === null) return refused(refuse('invalid_connect_token', 'There is no such link any more.'));
  const { connectionId } = session;
  const connection = connectionId === null ? null : await findConnection(parts.sql, holder, connectionId);
  return accepted({ session, connection });
}

type Catalog = Pick<CommandParts, 'institutions'>;

/** What comes next with a connection, and who does it. */
export function connectProgressOf(parts: Catalog, connection: ConnectionRow | null): ConnectProgress {
  if (connection === null) return connectProgress(null);
  const { kind, status, credentialsPresent, credentialsUntried, codeAwaited, invitationWaits } = connection;
  const { setupFailed, fault } = lifecycleStateOf(connection);
  const isSyncing = connection.leaseRunId !== null || connection.syncSuspended;
  const credentialsIncomplete = missingLoginFields(parts, connection).length > 0 && !hasOtherWayIn(connection);
  const login = { credentialsPresent, credentialsIncomplete, credentialsUntried, codeAwaited, invitationWaits };
  return connectProgress({ kind, status, setupFailed, fault, isSyncing, ...login });
}

/** Only the step of `connectProgressOf`. */
export function connectStepOf(parts: Catalog, connection: ConnectionRow): ConnectStep {
  return connectProgressOf(parts, connection).step;
}

/** What the stored login lacks; nothing where none is stored. */
export function missingLoginFields({ institutions }: Catalog, connection: ConnectionRow): CredentialField[] {
  const { institutionId, credentialsPresent } = connection;
  const institution = institutionId === null ? null : institutions.find(institutionId);
  return credentialsPresent ? missingFromStored(institution, connection) : [];
}

/**
 * Makes the one connection of a session, or takes the entity's connection to that bank. The same choice again, at once or later, comes
 * to the same connection; another one is refused. A connection that works already ends the session.
 */
export async function chooseInstitution(
  parts: CommandParts,
  holder: ConnectHolder,
  choice: { readonly institutionId: string | null; readonly portalUrl: string | null },
): Promise<Result<ConnectPlace>> {
  return parts.sql
    .begin(async (transaction): Promise<Result<ConnectPlace>> => {
      // In a transaction `begin` makes a savepoint, so to whoever only queries and begins it is a pool.
      const db = transaction as unknown as CommandParts['sql'];
      const inside = { ...parts, sql: db };
      const session = await lockConnectSession(db, holder, holder.sessionId);
      const refusal = refuseEnded(parts, session);
      if (session === null || refusal !== null) return refused(refusal ?? ENDED.revoked);
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
      const completedAt = connectStepOf(parts, connection) === 'done' ? instantFromMs(parts.nowMs()) : null;
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
  if (!takesLogin(connectStepOf(parts, connection))) return refused(TAKES_NO_LOGIN);
  const stored = await putLogin(parts, holder, {
    connectionId: connection.id,
    credentials,
    object: async (db, locked) =>
      (await refuseEndedNow(db, parts, holder)) ??
      (takesLogin(connectStepOf(parts, locked)) ? refuseLesser(parts, locked, credentials) : TAKES_NO_LOGIN),
  });
  return stored.ok ? accepted({ session, connection: stored.value }) : stored;
}

async function refuseEndedNow(db: Db, parts: CommandParts, holder: ConnectHolder): Promise<Refusal | null> {
  return refuseEnded(parts, await lockConnectSession(db, holder, holder.sessionId));
}

/** A login that is whole as far as anybody knows may be one that works, and is not replaced by less. */
function refuseLesser(
  parts: Catalog,
  connection: ConnectionRow,
  credentials: Readonly<Partial<Record<CredentialField, string>>>,
): Refusal | null {
  const isWhole = connection.credentialsPresent && missingLoginFields(parts, connection).length === 0;
  return isWhole ? refuseLacking(parts, connection, credentials) : null;
}

/** Takes the word of the session's holder that the bank side is set up. */
export async function completeConnectSetup(
  parts: Parameters<typeof completeSetup>[0],
  holder: ConnectHolder,
): Promise<Result<ConnectPlace>> {
  const open = await findOpenPlace(parts, holder);
  if (!open.ok) return open;
  const moved = await completeSetup(parts, holder, open.value.connection.id, (db) => refuseEndedNow(db, parts, holder));
  return moved.ok ? accepted({ session: open.value.session, connection: moved.value }) : moved;
}

/** Hands the holder's answer to the bank's question over. */
export async function answerConnectChallenge(
  parts: CommandParts,
  holder: ConnectHolder,
  code: string,
): Promise<Result<ConnectPlace>> {
  const open = await findOpenPlace(parts, holder);
  if (!open.ok) return open;
  const object = (db: Db) => refuseEndedNow(db, parts, holder);
  const answered = await answerMfaChallenge(parts, holder, open.value.connection.id, { code, object });
  return answered.ok ? open : answered;
}

/** The session and its connection, while it can still do something. */
async function findOpenPlace(
  parts: CommandParts,
  holder: ConnectHolder,
): Promise<Result<{ readonly session: ConnectSession; readonly connection: ConnectionRow }>> {
  const place = await findConnectPlace(parts, holder);
  if (!place.ok) return place;
  const { session, connection } = place.value;
  const refusal = refuseEnded(parts, session) ?? (connection === null ? NO_BANK : null);
  return refusal !== null || connection === null ? refused(refusal ?? NO_BANK) : accepted({ session, connection });
}

function refuseEnded({ nowMs }: Pick<CommandParts, 'nowMs'>, session: ConnectSession | null) {
  if (session === null) return ENDED.revoked;
  const status = connectSessionStatus(session, instantFromMs(nowMs()));
  return status === 'open' ? null : ENDED[status];
}

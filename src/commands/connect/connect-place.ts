import { type ConnectSession, connectSessionStatus } from '../../domain/connection/connect-session.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { findConnectSession, lockConnectSession } from '../../store/connections/connect-sessions.ts';
import { type ConnectionRow, findConnection } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CommandParts } from '../parts.ts';

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

/** The session and its connection, while it can still do something. */
export async function findOpenPlace(
  parts: CommandParts,
  holder: ConnectHolder,
): Promise<Result<{ readonly session: ConnectSession; readonly connection: ConnectionRow }>> {
  const place = await findConnectPlace(parts, holder);
  if (!place.ok) return place;
  const { session, connection } = place.value;
  const refusal = refuseEnded(parts, session) ?? (connection === null ? NO_BANK : null);
  return refusal !== null || connection === null ? refused(refusal ?? NO_BANK) : accepted({ session, connection });
}

/** The session of a holder, locked in this transaction, while it can still do something. */
export async function lockOpenSession(
  db: Db,
  parts: CommandParts,
  holder: ConnectHolder,
): Promise<Result<ConnectSession>> {
  const session = await lockConnectSession(db, holder, holder.sessionId);
  const refusal = refuseEnded(parts, session);
  return session === null || refusal !== null ? refused(refusal ?? ENDED.revoked) : accepted(session);
}

/** Why the session of a holder can do nothing any more, looked for under its lock; null while it can. */
export async function refuseEndedNow(db: Db, parts: CommandParts, holder: ConnectHolder): Promise<Refusal | null> {
  const session = await lockOpenSession(db, parts, holder);
  return session.ok ? null : session.refusal;
}

function refuseEnded({ nowMs }: Pick<CommandParts, 'nowMs'>, session: ConnectSession | null): Refusal | null {
  if (session === null) return ENDED.revoked;
  const status = connectSessionStatus(session, instantFromMs(nowMs()));
  return status === 'open' ? null : ENDED[status];
}

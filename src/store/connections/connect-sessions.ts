import type { ConnectSession } from '../../domain/connection/connect-session.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

const shown = (db: Db) =>
  db`organization_id, id, environment, entity_id, institution_id, connection_id, allowed_origins, return_url, theme, locale,
    created_at, expires_at, revoked_at, completed_at`;

const isSession = (db: Db, { organizationId, environment }: Tenant, id: string) =>
  db`organization_id = ${organizationId} and environment = ${environment} and id = ${id}`;

/** Keeps the hash of the token, never the token. Returns the session as others will find it. */
export async function insertConnectSession(
  db: Db,
  session: Omit<ConnectSession, 'revokedAt' | 'completedAt'>,
  tokenHash: Uint8Array,
): Promise<ConnectSession> {
  const [row] = await db<ConnectSession[]>`insert into connect_sessions (organization_id, id, environment, entity_id,
      institution_id, connection_id, token_hash, allowed_origins, return_url, theme, locale, created_at, expires_at)
    values (${session.organizationId}, ${session.id}, ${session.environment}, ${session.entityId},
      ${session.institutionId}, ${session.connectionId}, ${Buffer.from(tokenHash)}, ${[...session.allowedOrigins]},
      ${session.returnUrl}, ${db.json(session.theme as never)}, ${session.locale}, ${session.createdAt},
      ${session.expiresAt})
    returning ${shown(db)}`;
  if (row === undefined) throw new Error('a Connect session that was just made is not there');
  return row;
}

/** The session of a token, looked up before the organization is known. */
export async function findConnectSessionByToken(db: Db, tokenHash: Uint8Array): Promise<ConnectSession | null> {
  const [row] = await db<ConnectSession[]>`select ${shown(db)} from connect_sessions
    where token_hash = ${Buffer.from(tokenHash)}`;
  return row ?? null;
}

/** Which pages may show a session in a frame, looked up before anybody has shown its token; null for one that is not open any more. */
export async function findAllowedOrigins(db: Db, id: string, at: Instant): Promise<readonly string[] | null> {
  const [row] = await db<{ allowedOrigins: string[] }[]>`select allowed_origins from connect_sessions
    where id = ${id} and revoked_at is null and expires_at > ${at}`;
  return row?.allowedOrigins ?? null;
}

/** Also one that is revoked, completed or over. */
export async function findConnectSession(db: Db, tenant: Tenant, id: string): Promise<ConnectSession | null> {
  const [row] = await db<
    ConnectSession[]
  >`select ${shown(db)} from connect_sessions where ${isSession(db, tenant, id)}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. One that has a connection already is locked after that, as at the end of a sync. */
export async function lockConnectSession(db: Db, tenant: Tenant, id: string): Promise<ConnectSession | null> {
  const [row] = await db<ConnectSession[]>`select ${shown(db)} from connect_sessions
    where ${isSession(db, tenant, id)} for no key update`;
  return row ?? null;
}

/** Newest first. */
export async function listConnectSessions(
  db: Db,
  { organizationId, environment }: Tenant,
  filter: { readonly entityId: string | null; readonly connectionId: string | null },
  page: Page<{ readonly id: string }>,
): Promise<ConnectSession[]> {
  return db<ConnectSession[]>`select ${shown(db)} from connect_sessions
    where organization_id = ${organizationId} and environment = ${environment}
      ${filter.entityId === null ? db`` : db`and entity_id = ${filter.entityId}`}
      ${filter.connectionId === null ? db`` : db`and connection_id = ${filter.connectionId}`}
      ${page.after === null ? db`` : db`and id < ${page.after.id}`}
    order by id desc limit ${page.limit}`;
}

/** Gives a session the connection that it is good for from now on. */
export async function updateSessionConnection(
  db: Db,
  session: ConnectSession,
  connectionId: string,
  completedAt: Instant | null,
): Promise<ConnectSession> {
  const [row] = await db<ConnectSession[]>`update connect_sessions
    set connection_id = ${connectionId}, completed_at = ${completedAt}
    where ${isSession(db, session, session.id)} returning ${shown(db)}`;
  if (row === undefined) throw new Error('a Connect session whose row is locked is not there');
  return row;
}

/** Takes a session that the transaction has locked. */
export async function updateSessionRevoked(db: Db, session: ConnectSession, at: Instant): Promise<ConnectSession> {
  const [row] = await db<ConnectSession[]>`update connect_sessions set revoked_at = ${at}
    where ${isSession(db, session, session.id)} returning ${shown(db)}`;
  if (row === undefined) throw new Error('a Connect session whose row is locked is not there');
  return row;
}

/** Ends the sessions of a connection that works now. Real time, by the database's clock. */
export async function completeConnectSessions(
  db: Db,
  { organizationId }: Pick<Tenant, 'organizationId'>,
  connectionId: string,
): Promise<void> {
  await db`update connect_sessions set completed_at = now()
    where organization_id = ${organizationId} and connection_id = ${connectionId}
      and completed_at is null and revoked_at is null and expires_at > now()`;
}

/** Forgets sessions whose time was over so long ago. Returns how many went. */
export async function deleteOldConnectSessions(db: Db, olderThanMs: number, limit: number): Promise<number> {
  const { count } = await db`delete from connect_sessions s using (
      select organization_id, id from connect_sessions
      where expires_at < statement_timestamp() - ${olderThanMs} * interval '1 millisecond'
      order by expires_at limit ${limit} for update skip locked
    ) old
    where s.organization_id = old.organization_id and s.id = old.id`;
  return count;
}

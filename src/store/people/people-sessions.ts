import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

export interface SessionRow {
  readonly id: string;
  readonly personId: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** The person whose session has this token, if it is in force at `at` and was used since `usedSince`. */
export async function findSessionByToken(
  db: Db,
  token: string,
  { at, usedSince }: { readonly at: Instant; readonly usedSince: Instant },
): Promise<{ sessionId: string; id: string; email: string; name: string; lastUsedAt: Instant } | null> {
  const [row] = await db<{ sessionId: string; id: string; email: string; name: string; lastUsedAt: Instant }[]>`
    select s.id as session_id, p.id, p.email, p.name, coalesce(s.last_used_at, s.created_at) as last_used_at
    from people_sessions s join people p on p.id = s.person_id
    where s.token = ${token} and s.expires_at > ${at} and coalesce(s.last_used_at, s.created_at) > ${usedSince}`;
  return row ?? null;
}

/** Notes a use, so that the session lives on. */
export async function touchSession(db: Db, id: string, at: Instant): Promise<void> {
  await db`
    update people_sessions set last_used_at = ${at}
    where id = ${id} and (last_used_at is null or last_used_at < ${at})`;
}

/** Sessions of a person in force, the latest used first. */
export async function listSessions(
  db: Db,
  personId: string,
  { at, usedSince }: { readonly at: Instant; readonly usedSince: Instant },
): Promise<SessionRow[]> {
  return db<SessionRow[]>`
    select id, person_id, created_at, coalesce(last_used_at, created_at) as last_used_at, expires_at,
      nullif(ip_address, '') as ip_address, nullif(user_agent, '') as user_agent
    from people_sessions
    where person_id = ${personId} and expires_at > ${at} and coalesce(last_used_at, created_at) > ${usedSince}
    order by coalesce(last_used_at, created_at) desc, id desc limit 100`;
}

/** Ends a session of that person; false when they have none of that id. */
export async function deleteSession(db: Db, personId: string, id: string): Promise<boolean> {
  const { count } = await db`delete from people_sessions where person_id = ${personId} and id = ${id}`;
  return count > 0;
}

/** Ends all sessions of a person but one. */
export async function deleteOtherSessions(db: Db, personId: string, keptId: string): Promise<void> {
  await db`delete from people_sessions where person_id = ${personId} and id <> ${keptId}`;
}

/** Forgets what is over: sessions, first steps of sign-ins, links, invitations, refused tries. */
export async function purgeSignIns(db: Db, at: Instant): Promise<void> {
  await db`delete from people_sessions where expires_at < ${at}`;
  await db`delete from people_verifications where expires_at < ${at}`;
  await db`delete from people_links where expires_at < ${at}`;
  await db`delete from people_sign_in_failures where forget_at < ${at}`;
  await db`delete from member_invitations where expires_at < ${at}`;
}

/** Whether a session is in force at `at` and was used since `usedSince`. */
export async function isSessionInForce(
  db: Db,
  id: string,
  { at, usedSince }: { readonly at: Instant; readonly usedSince: Instant },
): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`
    select exists (select from people_sessions
      where id = ${id} and expires_at > ${at} and coalesce(last_used_at, created_at) > ${usedSince}) as found`;
  return row?.found === true;
}

import type { Role } from '../../domain/access/role.ts';
import { addMs, instantFromMs, instantToMs } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import { readSessionToken } from '../../infra/sign-in/session-cookie.ts';
import { findRole } from '../../store/people/members.ts';
import { findSessionByToken, touchSession } from '../../store/people/people-sessions.ts';
import type { ConsoleSessions, Person } from '../parts.ts';
import { RecentAnswers } from './recent-answers.ts';

/** Looked up again after this time. With the time of a request, a sign-out or a removal takes effect within five seconds. */
const KNOWN_MS = 4_000;
/** A use is noted once in this time, so that reading costs no write. */
const NOTE_USE_MS = 60_000;
/** A session that is not used for so long ends. */
export const SESSION_IDLE_MS = 12 * 3_600_000;

/** Who is signed in and what they are where, from the database of all processes. Only what was found is remembered. */
export function createConsoleSessions(parts: {
  readonly sql: Sql;
  /** Signs the cookies. */
  secret(): Promise<string>;
  nowMs(): number;
}): ConsoleSessions {
  const people = createMemory<Person>(parts.nowMs);
  const roles = createMemory<Role>(parts.nowMs);
  const look = async (token: string): Promise<Person | null> => {
    const at = instantFromMs(parts.nowMs());
    const found = await findSessionByToken(parts.sql, token, { at, usedSince: addMs(at, -SESSION_IDLE_MS) });
    if (found === null) return null;
    const { lastUsedAt, ...person } = found;
    if (instantToMs(lastUsedAt) <= instantToMs(at) - NOTE_USE_MS) await touchSession(parts.sql, person.sessionId, at);
    return person;
  };
  return {
    findPerson: async (headers) => {
      // A request without any cookie cannot have the session's.
      const token = headers.cookie === undefined ? null : readSessionToken(headers.cookie, await parts.secret());
      return token === null ? null : people(token, () => look(token));
    },
    findRole: (personId, organizationId) =>
      roles(`${personId} ${organizationId}`, () => findRole(parts.sql, personId, organizationId)),
  };
}

/** Looks things up, and remembers for a while what it has found. */
function createMemory<T>(nowMs: () => number) {
  const recent = new RecentAnswers<T>(KNOWN_MS);
  return async (key: string, read: () => Promise<T | null>): Promise<T | null> => {
    const askedAtMs = nowMs();
    const known = recent.find(key, askedAtMs);
    if (known !== undefined) return known;
    const value = await read();
    if (value !== null) recent.keep(key, value, askedAtMs);
    return value;
  };
}

import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import { findApiKeyByKeyId } from '../../store/keys/api-keys.ts';
import { findRole } from '../../store/people/members.ts';
import { isSessionInForce } from '../../store/people/people-sessions.ts';
import type { CallerState, Principal } from '../parts.ts';
import { SESSION_IDLE_MS } from './console-look-up.ts';
import { RecentAnswers } from './recent-answers.ts';

/** How old an answer about a caller may be that is given to another stream of the same one. */
const RECHECK_MS = 1_000;

/**
 * Looks a caller up again who was accepted before, for connections that outlive one request: a key, or a member with the session that
 * they came with. However many connections one has, it is looked up once in a second at most.
 */
export function createCallerRecheck(parts: {
  readonly sql: Sql;
  nowMs(): number;
}): (principal: Principal) => Promise<CallerState> {
  const recent = new RecentAnswers<Promise<CallerState>>(RECHECK_MS);
  return (principal) => {
    const nowMs = parts.nowMs();
    const { caller, organizationId, sessionId = '' } = principal;
    const name = `${caller.id} ${organizationId} ${sessionId}`;
    const known = recent.find(name, nowMs);
    if (known !== undefined) return known;
    const state = caller.kind === 'key' ? lookForKey(parts, caller.id) : lookForMember(parts, principal);
    recent.keep(name, state, nowMs);
    return state;
  };
}

type Looking = Parameters<typeof createCallerRecheck>[0];

async function lookForKey({ sql, nowMs }: Looking, keyId: string): Promise<CallerState> {
  const stored = await findApiKeyByKeyId(sql, keyId);
  if (stored === null || stored.revokedAt !== null) return 'revoked';
  return stored.expiresAt <= instantFromMs(nowMs()) ? 'expired' : 'inForce';
}

async function lookForMember({ sql, nowMs }: Looking, principal: Principal): Promise<CallerState> {
  const { caller, organizationId, sessionId } = principal;
  const at = instantFromMs(nowMs());
  // Whoever has no session to show again, such as the holder of a link, gets no further.
  if (
    sessionId === undefined ||
    !(await isSessionInForce(sql, sessionId, { at, usedSince: addMs(at, -SESSION_IDLE_MS) }))
  )
    return 'signedOut';
  return (await findRole(sql, caller.id, organizationId)) === null ? 'notMember' : 'inForce';
}

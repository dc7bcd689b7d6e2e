import { hashConnectToken } from '../../commands/connect/connect-token.ts';
import type { Permission } from '../../domain/access/role.ts';
import { type ConnectSession, isConnectLinkOpen, isConnectToken } from '../../domain/connection/connect-session.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { isUuid } from '../../domain/values/id.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import { findAllowedOrigins, findConnectSessionByToken } from '../../store/connections/connect-sessions.ts';
import type { Principal } from '../parts.ts';

/** What the operations of Connect ask for; each of them acts on the connection of the session and on no other. */
const SCOPES: ReadonlySet<Permission> = new Set(['connections:read', 'connections:write']);

interface CheckParts {
  readonly sql: Sql;
  nowMs(): number;
  hashWithKey(text: string): Uint8Array;
}

/**
 * Looks the tokens of Connect links up, each time anew: a link that is revoked is refused from the next request on. What is looked for
 * is a keyed hash, so no time that it takes tells anything of a token.
 */
export function createConnectCheck(parts: CheckParts): (token: string) => Promise<Result<Principal>> {
  return async (token) => {
    const session = await findSession(parts, token);
    if (session === null)
      return refused(
        refuse('invalid_connect_token', 'There is no such link. Open it as a whole, as you were given it.'),
      );
    if (!isConnectLinkOpen(session, instantFromMs(parts.nowMs()))) {
      const reason = session.revokedAt === null ? 'The time of this link is over' : 'This link was withdrawn';
      return refused(refuse('connect_session_ended', `${reason}. Ask for a new one where you got it.`));
    }
    const { organizationId, environment, id } = session;
    const caller = { kind: 'connect', id, label: 'Connect link' } as const;
    return accepted({ organizationId, environment, caller, scopes: SCOPES });
  };
}

/**
 * Which pages may show the link of a session in a frame: none for a session that is not open. All that the id of a session tells by
 * itself.
 */
export function createEmbeddingLookup(
  parts: Pick<CheckParts, 'sql' | 'nowMs'>,
): (sessionId: string) => Promise<readonly string[]> {
  return async (sessionId) => {
    if (!isUuid(sessionId)) return [];
    return (await findAllowedOrigins(parts.sql, sessionId, instantFromMs(parts.nowMs()))) ?? [];
  };
}

async function findSession(parts: CheckParts, token: string): Promise<ConnectSession | null> {
  return isConnectToken(token) ? findConnectSessionByToken(parts.sql, hashConnectToken(parts, token)) : null;
}

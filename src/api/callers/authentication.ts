import { type ApiKey, parseApiKey } from '../../domain/access/api-key.ts';
import type { Permission } from '../../domain/access/role.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { CoreParts, Principal } from '../parts.ts';

const BEARER = /^Bearer +(\S+) *$/i;
/** No key has so short an id. It is looked up in the place of a malformed one, so that all refusals take the same time. */
const NO_KEY: ApiKey = { environment: 'test', keyId: '0', secret: '0'.repeat(32) };

/** Finds out whom an Authorization header speaks for; one of the four 401 refusals when nobody. */
export async function authenticate(authorization: string | undefined, parts: CoreParts): Promise<Result<Principal>> {
  const text = authorization?.trim() ?? '';
  if (text === '' || /^Bearer$/i.test(text)) {
    return refused(refuse('missing_api_key', 'Send an API key as Authorization: Bearer <key>.'));
  }
  const key = parseApiKey(BEARER.exec(text)?.[1] ?? '');
  const authentication = await parts.authenticate(key ?? NO_KEY);
  if (key === null)
    return refused(refuseKey('invalid_api_key', 'is not of the form Bearer way_<live or test>_<keyId>_<secret>'));
  switch (authentication.outcome) {
    case 'accepted':
      return accepted(authentication.principal);
    case 'unknown':
      return refused(
        refuseKey('invalid_api_key', 'is not known here; take it whole, and look whether it is a key of this server'),
      );
    case 'expired':
      return refused(refuseKey('api_key_expired', 'has expired; make a new key'));
    case 'revoked':
      return refused(refuseKey('api_key_revoked', 'was revoked; use another key'));
  }
}

/** Finds out whom the token of a Connect link speaks for. */
export async function authenticateConnect(
  authorization: string | undefined,
  parts: CoreParts,
): Promise<Result<Principal>> {
  const token = BEARER.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined || parts.authenticateConnect === undefined)
    return refused(refuse('invalid_connect_token', 'Open the link that you were given once more.'));
  return parts.authenticateConnect(token);
}

/** The refusal of a caller who lacks the scope; null for one who has it. */
export function checkScope(scope: Permission, principal: Principal): Refusal | null {
  if (principal.scopes.has(scope)) return null;
  if (principal.caller.kind === 'member') return refuse('insufficient_scope', `Your role does not include ${scope}.`);
  const detail = { location: 'header', field: 'Authorization', message: `the key lacks the scope ${scope}` } as const;
  return refuse('insufficient_scope', `This operation needs the scope ${scope}.`, [detail]);
}

function refuseKey(code: 'invalid_api_key' | 'api_key_expired' | 'api_key_revoked', message: string): Refusal {
  return refuse(code, `The API key ${message}.`, [{ location: 'header', field: 'Authorization', message }]);
}

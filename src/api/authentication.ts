import { parseApiKey } from '../domain/api-key.ts';
import { accepted, type Refusal, type Result, refuse, refused } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import type { CoreParts, Principal } from './parts.ts';

const BEARER = /^Bearer +(\S+) *$/i;

/** Finds out whom an Authorization header speaks for; one of the four 401 refusals when nobody. */
export async function authenticate(authorization: string | undefined, parts: CoreParts): Promise<Result<Principal>> {
  const text = authorization?.trim() ?? '';
  if (text === '' || /^Bearer$/i.test(text)) {
    return refused(refuse('missing_api_key', 'Send an API key as Authorization: Bearer <key>.'));
  }
  const key = parseApiKey(BEARER.exec(text)?.[1] ?? '');
  if (key === null)
    return refused(refuseKey('invalid_api_key', 'is not of the form Bearer way_<live or test>_<keyId>_<secret>'));
  const authentication = await parts.authenticate(key);
  switch (authentication.outcome) {
    case 'accepted':
      return accepted(authentication.principal);
    case 'unknown':
      return refused(refuseKey('invalid_api_key', 'is not a known API key'));
    case 'expired':
      return refused(refuseKey('api_key_expired', 'has expired; make a new key'));
    case 'revoked':
      return refused(refuseKey('api_key_revoked', 'was revoked; use another key'));
  }
}

/** The refusal of a key that lacks the scope; null when it has it. */
export function checkScope(scope: Scope, principal: Principal): Refusal | null {
  if (principal.scopes.has(scope)) return null;
  const detail = { location: 'header', field: 'Authorization', message: `the key lacks the scope ${scope}` } as const;
  return refuse('insufficient_scope', `This operation needs the scope ${scope}.`, [detail]);
}

function refuseKey(code: 'invalid_api_key' | 'api_key_expired' | 'api_key_revoked', message: string): Refusal {
  return refuse(code, `The API key ${message}.`, [{ location: 'header', field: 'Authorization', message }]);
}

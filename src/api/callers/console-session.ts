import type { IncomingHttpHeaders } from 'node:http';
import { permissionsOf } from '../../domain/access/role.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { isUuid } from '../../domain/values/id.ts';
import type { CoreParts, Person, Principal } from '../parts.ts';

/** A header that no form and no other site can send without this server's leave, which it never gives. */
const MARK = 'causeway-console';
const ORGANIZATION = 'causeway-organization';
const ENVIRONMENT = 'causeway-environment';

/** True for a request of the console to an operation that keys can call as well. */
export function isFromConsole(headers: IncomingHttpHeaders): boolean {
  return headers.authorization === undefined && headers[MARK] !== undefined;
}

/** Finds out who is signed in. A request that another site may have caused is refused, whoever is. */
export async function authenticatePerson(headers: IncomingHttpHeaders, parts: CoreParts): Promise<Result<Person>> {
  const refusal = refuseOtherSite(headers);
  if (refusal !== null) return refused(refusal);
  const person = (await parts.consoleSessions?.findPerson(headers)) ?? null;
  return person === null ? refused(refuse('session_required', 'Sign in to the console.')) : accepted(person);
}

/** Whom a person acts for: the organization and environment that the request names, if they are a member of it. */
export async function actAsMember(
  person: Person,
  headers: IncomingHttpHeaders,
  parts: CoreParts,
): Promise<Result<Principal>> {
  const { [ORGANIZATION]: organizationId, [ENVIRONMENT]: environment } = headers;
  if (typeof organizationId !== 'string' || !isUuid(organizationId))
    return refused(refuseHeader('Causeway-Organization', 'must be the id of an organization'));
  if (environment !== 'live' && environment !== 'test')
    return refused(refuseHeader('Causeway-Environment', 'must be live or test'));
  const role = (await parts.consoleSessions?.findRole(person.id, organizationId)) ?? null;
  if (role === null) return refused(refuse('insufficient_scope', 'You are not a member of this organization.'));
  const caller = { kind: 'member', id: person.id, label: person.email } as const;
  // Its own spelling, so that what is kept per organization is kept once.
  const tenant = { organizationId: organizationId.toLowerCase(), environment } as const;
  return accepted({ ...tenant, caller, sessionId: person.sessionId, scopes: permissionsOf(role, environment) });
}

/** Browsers say where a request comes from; the mark stands in for those that do not. */
export function refuseOtherSite(headers: IncomingHttpHeaders): Refusal | null {
  if (headers[MARK] === undefined)
    return refuse('malformed_request', 'A request with a session needs the header Causeway-Console: 1.');
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return null;
  return refuse('malformed_request', 'A request with a session must come from the pages of this installation.');
}

function refuseHeader(field: string, message: string): Refusal {
  return refuseField('header', field, message);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { accepted, type Refusal, type Result, refused } from '../../domain/refusal.ts';
import type { ContractOperation } from '../contract/contract.ts';
import { checkRate, rateLimitHeaders } from '../limits/rate-answer.ts';
import type { CoreParts, Person, Principal } from '../parts.ts';
import { authenticate, authenticateConnect, checkScope } from './authentication.ts';
import { REFUSAL_OF_CALLER } from './caller-refusal.ts';
import { actAsMember, authenticatePerson, isFromConsole } from './console-session.ts';

/** A body that took longer than this may come from somebody who may not send it any more. */
const LATE_MS = 1_000;

interface Identified {
  readonly principal: Principal | null;
  readonly person: Person | null;
}

/** Finds out who asks, by what the operation wants to see. Whatever keys can do, the console asks for with its session. */
export async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { credential, scope }: ContractOperation,
  parts: CoreParts,
): Promise<Result<Identified>> {
  const { headers } = request;
  if (credential === 'consoleSession' || (credential === 'apiKey' && isFromConsole(headers))) {
    const person = await authenticatePerson(headers, parts);
    if (!person.ok || scope === null) return person.ok ? accepted({ principal: null, person: person.value }) : person;
    const principal = await actAsMember(person.value, headers, parts);
    return principal.ok ? accepted({ principal: principal.value, person: person.value }) : principal;
  }
  const authenticated =
    credential === 'connectToken'
      ? await authenticateConnect(headers.authorization, parts)
      : await authenticate(headers.authorization, parts);
  if (authenticated.ok) return accepted({ principal: authenticated.value, person: null });
  return refused(refuseCredential(request, reply, authenticated.refusal, parts));
}

/** A key or token that is none: 401, or 429 for an address that has sent too many of them. */
function refuseCredential(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  { failedKeys }: CoreParts,
): Refusal {
  const limit = refusal.code === 'missing_api_key' ? null : (failedKeys?.note(request.ip) ?? null);
  if (limit === null) return refusal;
  const verdict = { refusedBy: limit, quotas: [limit] };
  reply.headers(rateLimitHeaders(verdict));
  return checkRate(verdict) ?? refusal;
}

/**
 * Looks at the caller once more whose body came late: what they may do was settled before it, and can have been taken from them since.
 * The refusal of one who may not do this any more. Costs nothing where the body came at once.
 */
export async function refuseLate(
  request: FastifyRequest,
  reply: FastifyReply,
  contract: ContractOperation,
  parts: CoreParts,
): Promise<Refusal | null> {
  const ageMs = parts.nowMs() - request.startedAtMs;
  if (contract.credential === 'none' || (ageMs >= 0 && ageMs < LATE_MS)) return null;
  const identified = await identify(request, reply, contract, parts);
  if (!identified.ok) return identified.refusal;
  const { principal, person } = identified.value;
  request.principal = principal;
  request.person = person;
  if (principal === null) return null;
  // What identifies them may be remembered for some seconds. A link has been looked up anew.
  const state = principal.caller.kind === 'connect' ? undefined : await parts.recheckCaller?.(principal);
  const refusal = state === undefined ? null : REFUSAL_OF_CALLER[state];
  return refusal ?? (contract.scope === null ? null : checkScope(contract.scope, principal));
}

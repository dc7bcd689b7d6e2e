import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../domain/refusal.ts';
import { authenticate, checkScope } from './authentication.ts';
import type { BoundOperation } from './bound-operation.ts';
import { COMMON_HEADERS } from './error-response.ts';
import type { CoreParts } from './parts.ts';
import type { PathTable } from './path-table.ts';
import { checkRate, rateLimitHeaders } from './rate-limit.ts';
import { RefusedError } from './refused-error.ts';
import { checkBodyHeaders } from './request-body.ts';
import { refuseUnavailable } from './thrown-error.ts';

/** Supervisors ask a process that is ending, too, whether it is alive. */
const ANSWERED_WHILE_CLOSING = 'getLiveness';
/** Room for the form around an uploaded file. */
const FORM_OVERHEAD_BYTES = 65_536;

/**
 * What every request passes before its body is read: is there such a path and method, whose key is it, may it do this now,
 * and do its headers announce a body that the operation takes.
 */
export function createRequestGuard(parts: CoreParts, shutdown: AbortSignal, methodsOf: PathTable) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.startedAtMs = parts.nowMs();
    setCommonHeaders(reply, request.id);
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      throw new RefusedError(refuse('malformed_request', 'The request has no Host header.'));
    }
    const operation = hasRoute(request) ? request.routeOptions.config.operation : undefined;
    if (operation === undefined) throw new RefusedError(refuseRoute(request, reply, methodsOf));
    if (shutdown.aborted && operation.id !== ANSWERED_WHILE_CLOSING) throw new RefusedError(refuseUnavailable(1));
    const refusal = (await admit(request, reply, operation, parts)) ?? checkBody(request, operation);
    if (refusal !== null) throw new RefusedError(refusal);
  };
}

/** The router lets a parameter be empty, and so takes `/v1/entities/` for an entity without an id. */
function hasRoute(request: FastifyRequest): boolean {
  // The router decodes parameters to text.
  return !request.is404 && !Object.values(request.params as Record<string, string>).includes('');
}

/** The headers that every response carries, whatever becomes of its request. */
export function setCommonHeaders(reply: FastifyReply, requestId: string): void {
  reply.header('x-request-id', requestId);
  reply.header('x-content-type-options', COMMON_HEADERS['x-content-type-options']);
  reply.header('cache-control', COMMON_HEADERS['cache-control']);
}

function refuseRoute(request: FastifyRequest, reply: FastifyReply, methodsOf: PathTable): Refusal {
  const methods = methodsOf(pathOf(request.raw.url ?? ''));
  if (methods.length === 0) return refuse('not_found', 'There is no such path.');
  const allow = [...methods].sort().join(', ');
  reply.header('allow', allow);
  return refuse('method_not_allowed', `This path does not support ${request.method}; it has ${allow}.`);
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

/** Key, quota and scope, in this order; a request over the quota is not told whether it would have been allowed. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: BoundOperation,
  parts: CoreParts,
): Promise<Refusal | null> {
  const { scope } = operation.contract;
  if (scope === null) return null;
  const authenticated = await authenticate(request.headers.authorization, parts);
  if (!authenticated.ok) return authenticated.refusal;
  const principal = authenticated.value;
  request.principal = principal;
  if (parts.countRequest !== undefined) {
    const verdict = parts.countRequest(principal);
    reply.headers(rateLimitHeaders(verdict));
    const refusal = checkRate(verdict);
    if (refusal !== null) return refusal;
  }
  return checkScope(scope, principal);
}

function checkBody(request: FastifyRequest, operation: BoundOperation): Refusal | null {
  const overhead = operation.form === null ? 0 : FORM_OVERHEAD_BYTES;
  const refusal = checkBodyHeaders(operation.contract, request.headers, operation.maxBodyBytes, overhead);
  // A content type without content says nothing, but Fastify would look for a parser of that type.
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    delete request.headers['content-type'];
  }
  return refusal;
}

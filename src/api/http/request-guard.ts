import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { BoundOperation } from '../bound-operation.ts';
import { checkScope } from '../callers/authentication.ts';
import { identify } from '../callers/identify.ts';
import type { HttpBounds } from '../limits/http-bounds.ts';
import type { RateVerdict } from '../limits/quota.ts';
import { checkRate, rateLimitHeaders } from '../limits/rate-answer.ts';
import type { Workload } from '../limits/workload.ts';
import { isPagePath } from '../pages/page-paths.ts';
import type { CoreParts, Counted } from '../parts.ts';
import type { PathTable } from '../path-table.ts';
import { COMMON_HEADERS } from './error-response.ts';
import { RefusedError } from './refused-error.ts';
import { checkBodyHeaders } from './request-body.ts';
import { refuseUnavailable } from './thrown-error.ts';

/** Supervisors ask a process that is ending, too, whether it is alive. */
const ANSWERED_WHILE_CLOSING = 'getLiveness';
/** Room for the form around an uploaded file. */
const FORM_OVERHEAD_BYTES = 65_536;

export interface Guarded {
  readonly shutdown: AbortSignal;
  readonly methodsOf: PathTable;
  readonly workload: Workload;
  readonly bounds: Pick<HttpBounds, 'maxHeaders'>;
}

/**
 * What every request passes before its body is read: is there such a path and method, whose key is it, may it do this now,
 * and do its headers announce a body that the operation takes.
 */
export function createRequestGuard(parts: CoreParts, guarded: Guarded) {
  const { shutdown, methodsOf, workload, bounds } = guarded;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.startedAtMs = parts.nowMs();
    setCommonHeaders(reply, request.id);
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      throw new RefusedError(refuse('malformed_request', 'The request has no Host header.'));
    }
    const operation = hasRoute(request) ? request.routeOptions.config.operation : undefined;
    if (operation === undefined && !isPage(request)) throw new RefusedError(refuseRoute(request, reply, methodsOf));
    if (shutdown.aborted && operation?.id !== ANSWERED_WHILE_CLOSING) throw new RefusedError(refuseUnavailable(1));
    const tooMany = workload.enter(request, reply, operation);
    if (tooMany !== null) {
      // Its body is not taken in only to keep the connection.
      reply.header('connection', 'close');
      throw new RefusedError(tooMany);
    }
    if (request.raw.rawHeaders.length > 2 * bounds.maxHeaders) throw new RefusedError(refuseHeaders(bounds.maxHeaders));
    if (operation === undefined) return;
    const refusal = (await admit(request, reply, operation, { parts, workload })) ?? checkBody(request, operation);
    if (refusal !== null) throw new RefusedError(refusal);
  };
}

/** The router lets a parameter be empty, and so takes `/v1/entities/` for an entity without an id. */
function hasRoute(request: FastifyRequest): boolean {
  // The router decodes parameters to text.
  return !request.is404 && !Object.values(request.params as Record<string, string>).includes('');
}

function isPage(request: FastifyRequest): boolean {
  return request.routeOptions.config?.isPage === true && isPagePath(pathOf(request.raw.url ?? ''));
}

/** The headers that every response carries, whatever becomes of its request. */
export function setCommonHeaders(reply: FastifyReply, requestId: string): void {
  reply.header('x-request-id', requestId);
  reply.header('x-content-type-options', COMMON_HEADERS['x-content-type-options']);
  reply.header('cache-control', COMMON_HEADERS['cache-control']);
}

function refuseHeaders(most: number): Refusal {
  return refuse('malformed_request', `The request has more than ${most} headers. Send fewer.`);
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

/** Caller, quota and scope, in this order; a request over the quota is not told whether it would have been allowed. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: BoundOperation,
  { parts, workload }: { readonly parts: CoreParts; readonly workload: Workload },
): Promise<Refusal | null> {
  const { credential, scope } = operation.contract;
  if (credential === 'none') return null;
  const identified = await identify(request, reply, operation.contract, parts);
  if (!identified.ok) return identified.refusal;
  const { principal, person } = identified.value;
  request.principal = principal;
  request.person = person;
  const counting = { reply, operation, parts, workload };
  if (principal === null && person !== null)
    return countCaller({ organizationId: null, caller: { kind: 'member', id: person.id } }, counting);
  if (principal === null || scope === null) return null;
  const refusal = countCaller(principal, counting);
  return (refusal instanceof Promise ? await refusal : refusal) ?? checkScope(scope, principal);
}

interface Counting {
  readonly reply: FastifyReply;
  readonly operation: BoundOperation;
  readonly parts: CoreParts;
  readonly workload: Workload;
}

/** Counts a request for whoever sends it; the refusal of one over a limit. */
function countCaller(counted: Counted, counting: Counting): Refusal | null | Promise<Refusal | null> {
  const verdict = counting.parts.countRequest?.(counted) ?? NO_LIMITS;
  return verdict instanceof Promise
    ? verdict.then((later) => judgeCaller(counted, later, counting))
    : judgeCaller(counted, verdict, counting);
}

const NO_LIMITS: RateVerdict = { refusedBy: null, quotas: [] };

function judgeCaller(
  { caller }: Counted,
  verdict: RateVerdict,
  { reply, operation, workload }: Counting,
): Refusal | null {
  reply.headers(rateLimitHeaders(verdict));
  const refusal = checkRate(verdict);
  if (refusal !== null) return refusal;
  const refusedBy = workload.enterKey(caller.id, reply, operation);
  if (refusedBy === null) return null;
  const { quotas } = verdict;
  reply.headers(rateLimitHeaders({ refusedBy, quotas: [...quotas, refusedBy] }));
  return checkRate({ refusedBy, quotas });
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

import './fastify-request.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../domain/refusal.ts';
import type { AnyContext, OperationId } from '../operation.ts';
import type { CoreParts } from '../parts.ts';
import { clientOf } from './request-client.ts';
import { isOver } from './response-end.ts';

/** What all requests of one app share. */
export interface AppState {
  /** Aborted when the server shuts down. */
  readonly shutdown: AbortSignal;
  readonly servedDocument: () => string;
  /** Counts a request as work in hand now that its body is there; the refusal where there is too much work by then. */
  readonly beginWork: (reply: FastifyReply) => Refusal | null;
}

/** What a handler gets to know about one request. Signal and client cost something and are only made for those who look at them. */
export function createContext<Parts extends CoreParts>(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  operationId: OperationId,
  parts: Parts,
  state: AppState,
): AnyContext<Parts> {
  let signal: AbortSignal | undefined;
  return {
    operationId,
    principal: request.principal ?? undefined,
    person: request.person ?? undefined,
    requestId: request.id,
    nowMs: request.startedAtMs,
    parts: partsOf(request, parts),
    log: parts.log,
    servedDocument: state.servedDocument,
    actName: null,
    get client() {
      return clientOf(request);
    },
    get signal() {
      signal ??= createEndSignal(reply, state.shutdown);
      return signal;
    },
  };
}

/**
 * The parts bound to a request's tenant, in which its caller is the actor. Reads leave no trace in the audit log and are spared the
 * copy.
 */
function partsOf<Parts extends CoreParts>(request: FastifyRequest, unbound: Parts): Parts {
  const { method, principal, person, id, socket } = request;
  if (principal === null && person === null) return unbound;
  const parts = principal === null ? unbound : (unbound.bindTo?.(principal) ?? unbound);
  if (method === 'GET') return parts;
  const sourceAddress = socket.remoteAddress ?? null;
  if (principal !== null) return { ...parts, actor: { ...principal.caller, requestId: id, sourceAddress } };
  // A person who acts for themselves.
  const self = person === null ? null : ({ kind: 'member', id: person.id, label: person.email } as const);
  return self === null ? parts : { ...parts, actor: { ...self, requestId: id, sourceAddress } };
}

/** Aborted when the response can no longer be delivered or the server shuts down, whichever comes first. */
function createEndSignal(reply: FastifyReply, shutdown: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (shutdown.aborted || isOver(reply.raw)) {
    abort();
    return controller.signal;
  }
  shutdown.addEventListener('abort', abort);
  // A response closes once, finished or not; a signal that was never aborted must not hang on the shutdown for ever.
  reply.raw.once('close', () => {
    shutdown.removeEventListener('abort', abort);
    if (!reply.raw.writableFinished) abort();
  });
  return controller.signal;
}

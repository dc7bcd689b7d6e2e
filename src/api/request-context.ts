import './fastify-request.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnyContext, OperationId } from './operation.ts';
import type { CoreParts } from './parts.ts';

/** What all requests of one app share. */
export interface AppState {
  /** Aborted when the server shuts down. */
  readonly shutdown: AbortSignal;
  readonly servedDocument: () => string;
}

/** What a handler gets to know about one request. The signal costs something and is only made for those who look at it. */
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
    requestId: request.id,
    nowMs: request.startedAtMs,
    parts,
    log: parts.log,
    servedDocument: state.servedDocument,
    get signal() {
      signal ??= createEndSignal(reply, state.shutdown);
      return signal;
    },
  };
}

/** Aborted when the response can no longer be delivered or the server shuts down, whichever comes first. */
function createEndSignal(reply: FastifyReply, shutdown: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (shutdown.aborted || reply.raw.destroyed) abort();
  shutdown.addEventListener('abort', abort);
  // A response closes once, finished or not; a signal that was never aborted must not hang on the shutdown for ever.
  reply.raw.once('close', () => {
    shutdown.removeEventListener('abort', abort);
    if (!reply.raw.writableFinished) abort();
  });
  return controller.signal;
}

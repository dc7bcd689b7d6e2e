import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CoreParts } from '../parts.ts';

const CALLER_FIELDS = { key: 'keyId', member: 'personId', connect: 'connectSessionId' } as const;

/** Counts each answered request and writes one line of it: never its URL, which carries filters, nor anything of its body. */
export function createRequestLogger(parts: CoreParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { principal } = request;
    const operationId = request.routeOptions.config?.operation?.id;
    parts.metrics?.requestAnswered(operationId ?? null, reply.statusCode, reply.elapsedTime);
    parts.log.info(
      {
        requestId: request.id,
        operationId,
        method: request.method,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        organizationId: principal?.organizationId,
        environment: principal?.environment,
        ...(principal === null ? {} : { [CALLER_FIELDS[principal.caller.kind]]: principal.caller.id }),
      },
      'request answered',
    );
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CoreParts } from './parts.ts';

/** One line for each answered request: never its URL, which carries filters, nor anything of its body. */
export function createRequestLogger(parts: CoreParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { principal } = request;
    parts.log.info(
      {
        requestId: request.id,
        operationId: request.routeOptions.config?.operation?.id,
        method: request.method,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        organizationId: principal?.organizationId,
        environment: principal?.environment,
        keyId: principal?.keyId,
      },
      'request answered',
    );
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { CoreParts } from '../parts.ts';
import { presentError } from './error-response.ts';
import { DEFAULT_MAX_BODY_BYTES, hasBody } from './request-body.ts';
import { refusalOfError } from './thrown-error.ts';

/** Answers with the error envelope whatever was thrown; what nobody expected is logged with its cause and told to nobody. */
export function createErrorSender(parts: CoreParts) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = explain(parts, error, request);
    const { status, headers, body } = presentError(refusal, request.id, parts.documentationBaseUrl());
    if (isMuchUnread(request)) reply.header('connection', 'close');
    reply.code(status).headers(headers).send(body);
  };
}

function explain(parts: CoreParts, error: unknown, request: FastifyRequest): Refusal {
  // The connection broke while the body was being read: nobody waits for the answer, and there is nothing to look into.
  if (request.raw.destroyed && !request.raw.complete) return refuse('malformed_request', 'The request ended early.');
  const operation = request.routeOptions?.config?.operation;
  const { refusal, unexpected } = refusalOfError(error, operation?.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  const fields = { err: error, requestId: request.id, operationId: operation?.id };
  if (unexpected) parts.log.error(fields, 'request failed unexpectedly');
  else if (refusal.code === 'unavailable') parts.log.warn(fields, 'request could not be served now');
  return refusal;
}

/** A refused request whose body is large or endless is not read to its end only to keep the connection. */
function isMuchUnread(request: FastifyRequest): boolean {
  const { headers, raw } = request;
  if (raw.complete || !hasBody(headers)) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > DEFAULT_MAX_BODY_BYTES;
}

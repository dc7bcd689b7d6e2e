import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type Refusal, type Result } from '../domain/refusal.ts';
import type { BoundOperation, ServedOperation } from './bound-operation.ts';
import { refuseLate } from './callers/identify.ts';
import type { ValidatedRequest } from './contract/request-validator.ts';
import { RefusedError } from './http/refused-error.ts';
import { hasBody } from './http/request-body.ts';
import { type AppState, createContext } from './http/request-context.ts';
import { isOver } from './http/response-end.ts';
import { openUpload } from './http/upload.ts';
import type { AnyReply } from './operation.ts';
import type { CoreParts } from './parts.ts';
import { performOperation } from './perform-operation.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The last part of a request's way: validate, handle, send. Refusals leave as RefusedErrors, which the app answers. */
export function serveOperation<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  parts: Parts,
  state: AppState,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    refuseAny(state.beginWork(reply));
    const refuseLater = () => refuseLate(request, reply, operation.contract, parts);
    if (operation.form === null && hasBody(request.headers)) refuseAny(await refuseLater());
    const input = accept(validate(operation, request));
    const context = createContext({ request, reply }, operation.id, parts, state);
    if (operation.form === null) return sendReply(operation, reply, await performOperation(operation, input, context));
    const { upload, finish } = accept(await openUpload(request, operation.form, operation.maxBodyBytes));
    try {
      return sendReply(
        operation,
        reply,
        await performOperation(operation, { ...input, body: upload }, context, refuseLater),
      );
    } finally {
      finish();
    }
  };
}

function validate(operation: BoundOperation, request: FastifyRequest): Result<ValidatedRequest> {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return operation.validate({
    // The router decodes parameters to text.
    path: request.params as Record<string, string>,
    queryString: mark < 0 ? '' : url.slice(mark + 1),
    headerValues: (name) => headerValues(request.raw.rawHeaders, name.toLowerCase()),
    body: request.body,
  });
}

/** Node joins repeated headers into one value; only the raw list of names and values shows that one came twice. */
function headerValues(rawHeaders: readonly string[], lowerCaseName: string): readonly string[] | undefined {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === lowerCaseName,
  );
  return values.length === 0 ? undefined : values;
}

function refuseAny(refusal: Refusal | null): void {
  if (refusal !== null) throw new RefusedError(refusal);
}

function accept<T>(result: Result<T>): T {
  if (!result.ok) throw new RefusedError(result.refusal);
  return result.value;
}

function sendReply(operation: BoundOperation, reply: FastifyReply, answer: AnyReply | Refusal): FastifyReply {
  if (isRefusal(answer)) throw new RefusedError(answer);
  const { status, headers, cookies, body, rawJson, onSent, stream, contentType } = answer;
  if (onSent !== undefined) callWhenOver(reply.raw, onSent);
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) reply.header(name, value);
  if (cookies !== undefined && cookies.length > 0) reply.header('set-cookie', [...cookies]);
  reply.code(status);
  if (stream !== undefined) return reply.type(contentType ?? 'application/octet-stream').send(stream);
  if (rawJson !== undefined) return reply.type(JSON_TYPE).send(rawJson);
  if (body === undefined) return reply.send();
  return reply.type(JSON_TYPE).send(operation.serialise(status, body));
}

/** A client may have left while the answer was made: its response has been closed by then, or is never begun. */
function callWhenOver(response: ServerResponse, act: () => void): void {
  if (isOver(response)) setImmediate(act);
  else response.once('close', act);
}

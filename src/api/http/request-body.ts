import type { IncomingHttpHeaders } from 'node:http';
import { accepted, type Refusal, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { ContractOperation } from '../contract/contract.ts';
import { refuseInvalid } from '../contract/problems.ts';

/** Largest JSON body, in bytes, unless an operation has its own limit. */
export const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/** The same where no credential is asked for: a name, a password, a token. */
export const ANONYMOUS_MAX_BODY_BYTES = 8_192;

/** True when content follows the headers. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What the headers already say against a body: one that is not taken, of the wrong type, compressed, or too large. */
export function checkBodyHeaders(
  operation: ContractOperation,
  headers: IncomingHttpHeaders,
  maxBytes: number,
  overheadBytes: number,
): Refusal | null {
  if (!hasBody(headers)) return null;
  if (operation.body === null) {
    return refuseInvalid([{ location: 'body', field: '', message: 'must be left out: this operation takes none' }]);
  }
  const accepts = [...operation.body.content.keys()];
  const { mediaType, charset } = parseContentType(headers['content-type'] ?? '');
  if (!accepts.includes(mediaType))
    return refuse('unsupported_media_type', `Send the body as ${accepts.join(' or ')}.`);
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8') {
    return refuse('unsupported_media_type', 'Send the body in UTF-8.');
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return refuse('unsupported_media_type', 'Send the body without Content-Encoding.');
  return Number(headers['content-length'] ?? 0) > maxBytes + overheadBytes ? refuseTooLarge(maxBytes) : null;
}

/** The refusal of a body over its limit. */
export function refuseTooLarge(maxBytes: number): Refusal {
  const size = maxBytes % 1_048_576 === 0 ? `${maxBytes / 1_048_576} MiB` : `${maxBytes} bytes`;
  return refuse('payload_too_large', `The request body is larger than ${size}.`);
}

/** Strict UTF-8 and JSON; undefined for no content. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown> {
  if (bytes.length === 0) return accepted(undefined);
  try {
    return accepted(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    // The parser's own message quotes the body, which may hold a password: only the position is passed on.
    if (error instanceof SyntaxError)
      return refused(refuse('malformed_request', `The body is not valid JSON${positionIn(error)}.`));
    if (error instanceof TypeError) return refused(refuse('malformed_request', 'The body is not valid UTF-8.'));
    throw error;
  }
}

function positionIn({ message }: SyntaxError): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  return line === undefined ? '' : `; see line ${line}, column ${column}`;
}

function parseContentType(text: string): { mediaType: string; charset: string | null } {
  const [mediaType = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return { mediaType, charset: charset === undefined ? null : charset.slice('charset='.length).replaceAll('"', '') };
}

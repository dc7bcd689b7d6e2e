import { STATUS_CODES } from 'node:http';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import { COMMON_HEADERS, presentError } from './error-response.ts';

/** What Node calls the ways in which bytes fail to be a request. */
const MESSAGES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The request line and headers are longer than 32 KiB, or the headers too many. Send less.',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'The chunk extensions are too long.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

/**
 * A whole HTTP response for bytes that never became a request, so that they too get the error envelope and a request id.
 * `errorCode` is the code of Node's error.
 */
export function renderRawHttpError(
  errorCode: string | undefined,
  requestId: string,
  documentationBaseUrl: string,
): string {
  const message = MESSAGES[errorCode ?? ''] ?? 'The request is not well-formed HTTP.';
  return renderRawRefusal(refuse('malformed_request', message), requestId, documentationBaseUrl);
}

/** A refusal as a whole HTTP response that ends its connection. */
export function renderRawRefusal(refusal: Refusal, requestId: string, documentationBaseUrl: string): string {
  const { status, headers, body } = presentError(refusal, requestId, documentationBaseUrl);
  const all = {
    ...headers,
    ...COMMON_HEADERS,
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}

import { statusOfError } from '../../domain/error-catalogue.ts';
import type { Refusal } from '../../domain/refusal.ts';

/** A refusal as it goes over the wire. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text of the error envelope. */
  readonly body: string;
}

/** On every response, whatever made it: bodies are private to the key and must not be guessed at by browsers. */
export const COMMON_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;

/** The error envelope of the contract with the headers that go with the code. Pure. */
export function presentError(refusal: Refusal, requestId: string, documentationBaseUrl: string): ErrorResponse {
  const { code, message, details, retryAfterSeconds } = refusal;
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  const status = statusOfError(code);
  if (status === 401) headers['www-authenticate'] = challengeOf(refusal);
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.max(0, Math.ceil(retryAfterSeconds)));
  const error = {
    code,
    message,
    ...(details === undefined ? {} : { details }),
    documentationUrl: `${documentationBaseUrl}#${code}`,
  };
  return { status, headers, body: JSON.stringify({ error, meta: { requestId } }) };
}

/** RFC 6750: a request without credentials gets no error code, as there is nothing wrong with a key that was not sent. */
function challengeOf({ code }: Refusal): string {
  if (code === 'session_required' || code === 'sign_in_refused') return 'Session realm="causeway console"';
  const realm = 'Bearer realm="causeway"';
  return code === 'missing_api_key' ? realm : `${realm}, error="invalid_token", error_description="${code}"`;
}

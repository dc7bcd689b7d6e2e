import type { Clock } from './clock.ts';
import { CausewayError, type CausewayErrorDetail, type CausewayErrorFacts } from './errors.ts';
import { readRetryAfter } from './retry-after.ts';

/** What there is besides the body of an answer. */
export interface AnswerFacts {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
}

type Envelope = Pick<CausewayErrorFacts, 'code' | 'message' | 'details' | 'documentationUrl' | 'requestId'>;

/** What is known of an answer before its body is read; a proxy may have sent it, so the request id can be missing. */
export function readFacts(response: Response): AnswerFacts {
  return { status: response.status, headers: response.headers, requestId: response.headers.get('x-request-id') };
}

/** The value of a successful answer; undefined without a body. Throws CausewayError for everything else. */
export function readAnswer(operation: string, facts: AnswerFacts, text: string, clock: Clock): unknown {
  const json = parseJson(text);
  if (facts.status >= 200 && facts.status < 300) {
    if (text === '') return undefined;
    if (json !== undefined) return json;
  }
  throw toError(operation, facts, readEnvelope(json), clock);
}

function toError(operation: string, facts: AnswerFacts, envelope: Envelope | null, clock: Clock): CausewayError {
  const location = facts.headers.get('location');
  const hint =
    location !== null && facts.status >= 300 && facts.status < 400
      ? `It points to ${location}, which is not followed. Correct baseUrl.`
      : 'The answer is not one of the API. Check baseUrl and what stands between here and the server.';
  return new CausewayError({
    operation,
    status: facts.status,
    retryAfterSeconds: readRetryAfter(facts.headers, clock.nowMs()),
    code: envelope?.code ?? 'unexpected_response',
    message: envelope?.message ?? hint,
    details: envelope?.details ?? [],
    documentationUrl: envelope?.documentationUrl ?? null,
    requestId: facts.requestId ?? envelope?.requestId ?? null,
  });
}

/** The error that a live stream closes with; null when the text is no error of the API. */
export function readStreamError(operation: string, text: string): CausewayError | null {
  const envelope = readEnvelope(parseJson(text));
  return envelope === null ? null : new CausewayError({ ...envelope, operation, status: 200, retryAfterSeconds: null });
}

/** The error body of the contract; null for anything else. */
function readEnvelope(json: unknown): Envelope | null {
  if (!isRecord(json) || !isRecord(json.error)) return null;
  const { code, message, details, documentationUrl } = json.error;
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  const requestId = isRecord(json.meta) ? json.meta.requestId : null;
  return {
    code,
    message,
    details: Array.isArray(details) ? details.filter(isDetail) : [],
    documentationUrl: typeof documentationUrl === 'string' ? documentationUrl : null,
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

function isDetail(value: unknown): value is CausewayErrorDetail {
  return isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one of the things that a body can be; the caller says what that means.
    return undefined;
  }
}

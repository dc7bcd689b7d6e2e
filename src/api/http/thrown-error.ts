import { type Refusal, refuse } from '../../domain/refusal.ts';
import { UnavailableError } from '../../domain/unavailable-error.ts';
import { isDatabaseUnavailable } from '../../infra/database/unavailable.ts';
import { systemErrorCode } from '../../infra/system-error.ts';
import { refuseInvalid } from '../contract/problems.ts';
import { RefusedError } from './refused-error.ts';
import { refuseTooLarge } from './request-body.ts';

/** Codes of errors that Fastify, its multipart plugin and Node throw for faults of the request. */
const REFUSALS_BY_CODE: Readonly<Record<string, (maxBytes: number) => Refusal>> = {
  FST_ERR_BAD_URL: () => refuse('malformed_request', 'The path is not percent-encoded UTF-8.'),
  FST_ERR_MAX_PARAM_LENGTH: () => refuse('not_found', 'There is no such path.'),
  FST_ERR_CTP_BODY_TOO_LARGE: refuseTooLarge,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    refuse('malformed_request', 'The body has another length than Content-Length says.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => refuse('unsupported_media_type', 'The Content-Type cannot be read.'),
  FST_REQ_FILE_TOO_LARGE: refuseTooLarge,
  FST_PARTS_LIMIT: () => refuseInvalid([{ location: 'body', field: '', message: 'has too many parts' }]),
  FST_FILES_LIMIT: () => refuseInvalid([{ location: 'body', field: 'file', message: 'must be given only once' }]),
  FST_FIELDS_LIMIT: () => refuseInvalid([{ location: 'body', field: '', message: 'has too many parts' }]),
  FST_PROTO_VIOLATION: () =>
    refuseInvalid([{ location: 'body', field: '', message: 'has a part with a reserved name' }]),
  FST_INVALID_JSON_FIELD_ERROR: () =>
    refuse('malformed_request', 'A part is not valid JSON, as its Content-Type says.'),
  FST_MP_PREMATURE_CLOSE: () => refuse('malformed_request', 'The upload ended early.'),
};

/** SQLSTATE of a statement that took longer than it may. */
const STATEMENT_TIMED_OUT = '57014';

/** What a thrown error means for the client; `unexpected` when it is a fault of this program and has to be looked into. */
export function refusalOfError(error: unknown, maxBytes: number): { refusal: Refusal; unexpected: boolean } {
  if (error instanceof RefusedError) return { refusal: error.refusal, unexpected: false };
  if (error instanceof UnavailableError)
    return { refusal: refuseUnavailable(error.retryAfterSeconds), unexpected: false };
  if (systemErrorCode(error) === STATEMENT_TIMED_OUT) return { refusal: refuseSlowStatement(), unexpected: false };
  if (isDatabaseUnavailable(error)) return { refusal: refuseUnavailable(1), unexpected: false };
  const known = REFUSALS_BY_CODE[codeOf(error)];
  if (known !== undefined) return { refusal: known(maxBytes), unexpected: false };
  const message = 'Something went wrong on our side. Quote the request id when you report it.';
  return { refusal: refuse('internal_error', message), unexpected: true };
}

/** The refusal while something that is needed is gone. */
export function refuseUnavailable(retryAfterSeconds: number | null): Refusal {
  const refusal = refuse('unavailable', 'The service cannot answer right now.');
  return retryAfterSeconds === null ? refusal : { ...refusal, retryAfterSeconds };
}

function refuseSlowStatement(): Refusal {
  const message =
    'The database took too long for this request, and nothing was done. Ask for less, or try again later.';
  return { ...refuse('unavailable', message), retryAfterSeconds: 5 };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

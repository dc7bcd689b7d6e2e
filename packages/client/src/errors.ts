import type { components } from './contract.generated.ts';

/** A code of the contract, or one that a newer server may send. */
export type CausewayErrorCode = components['schemas']['ErrorCode'] | (string & {});

/** One field that was refused, and why. */
export type CausewayErrorDetail = components['schemas']['ErrorDetail'];

/** What an answer outside 2xx says. */
export interface CausewayErrorFacts {
  readonly code: CausewayErrorCode;
  readonly message: string;
  /** HTTP status; 200 for an error that came inside a live stream. */
  readonly status: number;
  readonly requestId: string | null;
  readonly details: readonly CausewayErrorDetail[];
  readonly documentationUrl: string | null;
  /** How long the server asks to wait; null where it does not say. */
  readonly retryAfterSeconds: number | null;
  /** Method and path that were asked, without query. */
  readonly operation: string;
}

/**
 * The API answered with an error. `code` is the machine-readable reason. An answer that is not from the API, such as a
 * proxy's page, has the code `unexpected_response`.
 */
export class CausewayError extends Error implements CausewayErrorFacts {
  override readonly name = 'CausewayError';
  readonly code: CausewayErrorCode;
  readonly status: number;
  readonly requestId: string | null;
  readonly details: readonly CausewayErrorDetail[];
  readonly documentationUrl: string | null;
  readonly retryAfterSeconds: number | null;
  readonly operation: string;

  constructor(facts: CausewayErrorFacts) {
    const where = facts.details.map(({ field, message }) => `${field}: ${message}`).join('; ');
    super(
      `${facts.operation} was answered with ${facts.status} ${facts.code}: ${facts.message}${where === '' ? '' : ` (${where})`}`,
    );
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.details = facts.details;
    this.documentationUrl = facts.documentationUrl;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.operation = facts.operation;
  }
}

/** `timeout`: no complete answer in time. `connection`: none at all, or it broke off; the cause says why. */
export type NetworkFailure = 'timeout' | 'connection';

/** No complete answer came. Whether the server did what was asked is unknown. */
export class CausewayNetworkError extends Error {
  override readonly name = 'CausewayNetworkError';
  readonly failure: NetworkFailure;
  readonly operation: string;

  constructor(failure: NetworkFailure, operation: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(`${operation}: ${message}`, options);
    this.failure = failure;
    this.operation = operation;
  }
}

const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const PASSING_CODES: ReadonlySet<string> = new Set(['rate_limited', 'unavailable']);

/** Whether the same request may well succeed later: nothing is wrong with it, only with the moment. */
export function isPassing(error: unknown): error is CausewayError | CausewayNetworkError {
  if (error instanceof CausewayNetworkError) return true;
  if (!(error instanceof CausewayError)) return false;
  // The first try is still being worked on; with another request under the key no waiting would help.
  const isBusy = error.code === 'idempotency_conflict' && error.retryAfterSeconds !== null;
  return PASSING_STATUSES.has(error.status) || PASSING_CODES.has(error.code) || isBusy;
}

import type { Schemas } from './operation-types.ts';

/** A problem with one field of a request. */
export type FieldProblem = Schemas['ErrorDetail'];

/** The codes of the contract, and what a browser can meet besides. */
export type CallErrorCode = Schemas['ErrorCode'] | 'unreachable' | 'unreadable_answer';

/** Why a call was not answered as wished. The one kind of error that `call` throws. */
export class CallError extends Error {
  readonly code: CallErrorCode;
  /** Status of the answer; 0 where there was none. */
  readonly status: number;
  readonly details: readonly FieldProblem[];
  /** What support asks for; null where nothing answered. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    code: CallErrorCode,
    message: string,
    more: {
      readonly status?: number;
      readonly details?: readonly FieldProblem[];
      readonly requestId?: string | null;
      readonly retryAfterSeconds?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'CallError';
    this.code = code;
    this.status = more.status ?? 0;
    this.details = more.details ?? [];
    this.requestId = more.requestId ?? null;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

/** Reads the error envelope of an answer that is no success. Never throws: an answer of another form says so. */
export async function readCallError(response: Response): Promise<CallError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const more = {
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
  };
  try {
    const body: Schemas['ErrorEnvelope'] = await response.json();
    const { code, message, details = [] } = body.error;
    return new CallError(code, message, { ...more, details });
  } catch (cause) {
    const text = `The server answered with status ${response.status}, without saying why.`;
    return new CallError('unreadable_answer', text, { ...more, cause });
  }
}

/** The message for one field of a form, or null. Fields are named as in the contract: `body`, a dot, the name. */
export function findFieldMessage(error: unknown, field: string): string | null {
  if (!(error instanceof CallError)) return null;
  return error.details.find((detail) => detail.field === field)?.message ?? null;
}

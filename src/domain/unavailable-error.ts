/**
 * Thrown when something the service needs is gone for now (database, store), and nothing was done. The API answers
 * `503 unavailable`; a job is tried again later. The cause says what is gone.
 */
export class UnavailableError extends Error {
  readonly retryAfterSeconds: number | null;

  constructor(message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UnavailableError';
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

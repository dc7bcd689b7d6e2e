import type { Refusal } from '../../domain/refusal.ts';

/** Carries a refusal through the places where Fastify takes an error only: hooks, body parsers, streams. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.message, { cause });
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}

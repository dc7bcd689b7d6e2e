import { type Refusal, refuse } from '../domain/refusal.ts';
import type { RateVerdict } from './parts.ts';

/** `RateLimit` and `RateLimit-Policy` of a counted request. */
export function rateLimitHeaders(verdict: RateVerdict): Readonly<Record<string, string>> {
  return {
    ratelimit: `"default";r=${verdict.remaining};t=${Math.ceil(verdict.resetSeconds)}`,
    'ratelimit-policy': `"default";q=${verdict.quota};w=${verdict.windowSeconds}`,
  };
}

/** The refusal of a request over the quota; null when it may go on. */
export function checkRate(verdict: RateVerdict): Refusal | null {
  if (verdict.allowed) return null;
  const retryAfterSeconds = Math.max(1, Math.ceil(verdict.resetSeconds));
  return {
    ...refuse('rate_limited', `Too many requests. Retry after ${retryAfterSeconds} seconds.`),
    retryAfterSeconds,
  };
}

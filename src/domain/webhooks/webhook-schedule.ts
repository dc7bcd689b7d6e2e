/** Time that a receiver has to answer. */
export const ANSWER_TIMEOUT_MS = 15_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits after each failed attempt. The first attempt is made at once, so there are eight over more than a day. */
export const RETRY_DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
] as const;

/** Waits are longer or shorter by up to this part, so that what failed together does not come back together. */
const JITTER = 0.1;
/** The longest wait that a receiver can ask for: no longer than the schedule's own. */
const MAX_RETRY_AFTER_MS = 10 * HOUR_MS;

/** How long events and deliveries can be looked up and sent again. */
export const EVENT_LIFE_MS = 30 * 24 * HOUR_MS;

/** A registration whose receiver has failed for this long, without a success, is switched off. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR_MS;
/** A failure that comes longer than this after the one before begins the count anew: nothing was tried in between. */
export const FAILURE_GAP_MS = 24 * HOUR_MS;

/**
 * Wait before the next attempt, in milliseconds, after that many failed ones; null when they are used up. A receiver may ask for
 * more time than the schedule gives, never for less. `random` is from 0 to below 1.
 */
export function planRetry(failures: number, random: number, retryAfterMs: number | null): number | null {
  const delayMs = RETRY_DELAYS_MS[failures - 1];
  if (delayMs === undefined) return null;
  const jittered = Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
  return Math.max(jittered, retryAfterMs ?? 0);
}

/**
 * Milliseconds that a `Retry-After` asks for (RFC 9110: seconds, or a date), at most ten hours; null for none, for one that cannot
 * be read, and for a time that has passed.
 */
export function parseRetryAfter(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  const value = text.trim();
  const delayMs = /^\d+$/.test(value) ? Number(value) * SECOND_MS : parseHttpDate(value) - nowMs;
  return delayMs > 0 ? Math.min(delayMs, MAX_RETRY_AFTER_MS) : null;
}

/** `Sat, 21 Nov 2026 16:00:00 GMT`; NaN for anything else. */
function parseHttpDate(text: string): number {
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}

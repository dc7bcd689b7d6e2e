import { type Clock, sleep } from './clock.ts';
import { CausewayError, isPassing } from './errors.ts';

/** How often and how patiently a request is tried again. */
export interface RetryPolicy {
  /** Tries after the first one. */
  readonly maxRetries: number;
  /** Delays grow from about this … */
  readonly baseDelayMs: number;
  /** … to at most this. A server that asks for more patience gets none: its answer is thrown. */
  readonly maxDelayMs: number;
}

export interface RetryParts {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** A random share of a doubling delay ("full jitter"), so that clients which failed together do not return together. */
export function jitterMs(
  failures: number,
  policy: Pick<RetryPolicy, 'baseDelayMs' | 'maxDelayMs'>,
  random: () => number,
) {
  return Math.round(random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.min(failures, 30)));
}

/**
 * How long to wait after an error; null when waiting does not help or would take too long. At least what the server asks
 * for, and a little more at random.
 */
export function retryDelayMs(
  error: unknown,
  failures: number,
  policy: Pick<RetryPolicy, 'baseDelayMs' | 'maxDelayMs'>,
  random: () => number,
): number | null {
  if (!isPassing(error)) return null;
  const askedMs = error instanceof CausewayError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
  if (askedMs > policy.maxDelayMs) return null;
  return askedMs === 0 ? jitterMs(failures, policy, random) : askedMs + Math.round(random() * policy.baseDelayMs);
}

/** Tries until it succeeds, fails for good or the tries are used up; then the last error is thrown. */
export async function withRetries<T>(
  work: () => Promise<T>,
  policy: RetryPolicy,
  parts: RetryParts,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const delayMs = failures < policy.maxRetries ? retryDelayMs(error, failures, policy, parts.random) : null;
      if (delayMs === null) throw error;
      await sleep(parts.clock, delayMs, signal);
    }
  }
}

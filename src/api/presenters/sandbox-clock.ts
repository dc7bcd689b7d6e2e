import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Instant } from '../../domain/values/instant.ts';

/** The lead over real time in whole seconds, rounded down. */
export function presentClock(now: Instant, aheadMs: number) {
  return { now, advancedSeconds: Math.floor(aheadMs / 1_000) };
}

/** The sandbox belongs to the test environment. */
export function refuseLive(): Refusal {
  return refuse('environment_forbidden', 'The sandbox can be steered with a test key only.');
}

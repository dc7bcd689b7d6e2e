import { setTimeout as wait } from 'node:timers/promises';
import type { Choices } from '../../test/support/choices.ts';

/** Spans in milliseconds with their weights. The pauses are the load: they let transactions overlap in every order. */
type Spread = readonly (readonly [weight: number, min: number, max: number])[];

/** Before the head is taken: most transactions are quick, a few take seconds. */
export const BEFORE_HEAD: Spread = [
  [50, 0, 0],
  [35, 1, 30],
  [12, 30, 250],
  [3, 500, 3_000],
];
/** Between taking the head and the commit, while others queue behind it. */
export const BEFORE_COMMIT: Spread = [
  [60, 0, 0],
  [30, 1, 20],
  [9, 20, 120],
  [1, 300, 1_000],
];
export const BETWEEN_TRANSACTIONS: Spread = [
  [50, 0, 20],
  [40, 20, 200],
  [10, 200, 800],
];
export const BETWEEN_PAGES: Spread = [
  [60, 0, 5],
  [30, 5, 60],
  [8, 60, 400],
  [2, 1_000, 4_000],
];

/** A reader that is often away for as long as virtual time takes to jump and tombstones to be purged. */
export const DOZING: Spread = [
  [95, 0, 40],
  [5, 2_000, 12_000],
];

/** Waits for a span of the spread; ends early, without complaint, when the signal is aborted. */
export async function pause(choices: Choices, spread: Spread, signal?: AbortSignal): Promise<void> {
  const ms = spanOf(choices, spread);
  if (ms > 0) await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(ignoreAbort);
}

function spanOf(choices: Choices, spread: Spread): number {
  let place = choices.real() * spread.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, min, max] of spread) {
    place -= weight;
    if (place < 0) return choices.whole(min, max);
  }
  return 0;
}

function ignoreAbort(cause: unknown): void {
  if (!(cause instanceof Error) || cause.name !== 'AbortError') throw cause;
}

import { findFault, readInPieces, readWhole } from './check-reader.ts';
import { mutate } from './mutate.ts';
import { createRandom, pick } from './random.ts';
import type { FuzzTarget } from './seeds.ts';

export interface FuzzFailure {
  readonly target: string;
  /** Gives the same input again: `fuzzOne(target, seed)`. */
  readonly seed: number;
  readonly fault: string;
}

export interface FuzzResult {
  readonly inputCount: number;
  readonly failures: readonly FuzzFailure[];
  readonly slowestMs: number;
}

/** An input may not take longer; the largest has some ten thousand bytes. */
const MAX_INPUT_MS = 1000;

/** Makes the input of this seed and reads it; what is wrong, or null. */
export function fuzzOne(target: FuzzTarget, seed: number): string | null {
  const random = createRandom(seed);
  const bytes = mutate(pick(target.seeds, random), random, target.dictionary);
  try {
    const events = readInPieces(bytes, random, target.options);
    const whole = readWhole(bytes, target.options);
    // How the bytes arrive must make no difference.
    if (JSON.stringify(events) !== JSON.stringify(whole)) return 'other events in pieces than as a whole';
    return findFault(events);
  } catch (error) {
    return error instanceof Error ? `threw ${error.stack ?? error.message}` : `threw ${String(error)}`;
  }
}

/** Reads `count` inputs from `firstSeed` on. `now` is a clock in milliseconds; `onProgress` hears of every thousandth input. */
export function fuzz(
  target: FuzzTarget,
  { count, firstSeed }: { readonly count: number; readonly firstSeed: number },
  now: () => number,
  onProgress: (done: number) => void = () => {},
): FuzzResult {
  const failures: FuzzFailure[] = [];
  let slowestMs = 0;
  for (let i = 0; i < count; i++) {
    const seed = firstSeed + i;
    const started = now();
    const fault = fuzzOne(target, seed);
    const elapsedMs = now() - started;
    slowestMs = Math.max(slowestMs, elapsedMs);
    const tooSlow = elapsedMs > MAX_INPUT_MS ? `took ${Math.round(elapsedMs)} ms` : null;
    if (fault !== null || tooSlow !== null) failures.push({ target: target.name, seed, fault: fault ?? tooSlow ?? '' });
    if (i % 1000 === 999) onProgress(i + 1);
  }
  return { inputCount: count, failures, slowestMs };
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDelayProbe } from './delay-probe.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A probe on a clock of its own: each step says how late the process is with its next look. */
function createProbe(maxDelayMs: number) {
  let nowMs = 0;
  const probe = startDelayProbe(maxDelayMs, () => nowMs);
  const look = (lateMs: number) => {
    nowMs += 100 + lateMs;
    vi.advanceTimersByTime(100);
    return probe.isLate();
  };
  return { probe, look };
}

describe('the delay of a process', () => {
  it('is too long when two looks in a row come too late, and until one comes in time', () => {
    const { probe, look } = createProbe(1_000);
    expect([0, 1_500, 20].map(look)).toEqual([false, false, false]);
    expect([1_200, 1_200].map(look)).toEqual([false, true]);
    expect([900, 600, 400].map(look)).toEqual([true, true, false]);
    probe.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not too long for looks that are late one at a time', () => {
    const { probe, look } = createProbe(1_000);
    expect([1_500, 700, 1_500, 700, 1_500].map(look)).toEqual([false, false, false, false, false]);
    probe.stop();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter, planRetry, RETRY_DELAYS_MS } from './webhook-schedule.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const NOW_MS = Date.parse('2026-11-21T16:00:00.000Z');

describe('the waits between attempts', () => {
  it('are those that the guide publishes, and then none', () => {
    const waits = Array.from({ length: 9 }, (_, failures) => planRetry(failures + 1, 0.5, null));
    const [minute, hour] = [60_000, 3_600_000];
    expect(waits).toEqual([5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour, null, null]);
  });

  it('differ by a tenth at most, so that all attempts together take at least a day', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const waits = RETRY_DELAYS_MS.map((_, index) => planRetry(index + 1, random, null) ?? 0);
        for (const [index, wait] of waits.entries()) {
          const delay = RETRY_DELAYS_MS[index] ?? 0;
          expect(Math.abs(wait - delay)).toBeLessThanOrEqual(delay / 10);
        }
        expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(24 * 3_600_000);
      }),
    );
  });

  it('are longer where the receiver asks for more time, and not shorter where it asks for less', () => {
    expect(planRetry(1, 0.5, 60_000)).toBe(60_000);
    expect(planRetry(2, 0.5, 60_000)).toBe(300_000);
    expect(planRetry(8, 0.5, 60_000)).toBeNull();
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 1 ', 1_000],
    ['Sat, 21 Nov 2026 16:02:00 GMT', 120_000],
    ['99999999999', 36_000_000],
    ['Sun, 22 Nov 2026 16:00:00 GMT', 36_000_000],
    ['0', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['2026-11-22', null],
    ['Sat, 21 Nov 2026 15:59:00 GMT', null],
    [undefined, null],
  ])('%j asks for %j ms', (text, expected) => {
    expect(parseRetryAfter(text, NOW_MS)).toBe(expected);
  });
});

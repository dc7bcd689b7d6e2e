import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../values/calendar-date.ts';
import { instantToMs } from '../values/instant.ts';
import { planNextSync, planRetry, planWideWindow, planWindow } from './sync-schedule.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const NOW = '2026-11-20T06:00:00.000Z';
const BANK = { historyDays: 90, latenessDays: 5, pendingWindowDays: 10 };
const RHYTHM = { everyMinutes: 60, jitterMinutes: 10 };

describe('the next sync', () => {
  it('comes after the rhythm of the bank and within its jitter', () => {
    expect(planNextSync(NOW, RHYTHM, 0)).toBe('2026-11-20T07:00:00.000Z');
    expect(planNextSync(NOW, RHYTHM, 0.5)).toBe('2026-11-20T07:05:00.000Z');
    expect(planNextSync(NOW, RHYTHM, 0.999999) < '2026-11-20T07:10:00.000Z').toBe(true);
  });

  it('after failures comes later each time, up to six hours', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 5000].map((failures) => minutesTo(planRetry(NOW, failures, 0)));
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(minutesTo(planRetry(NOW, 1, 0.5))).toBe(5.5);
  });

  it('never lies in the past and never waits longer than a fifth more than it should', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, spread) => {
        const minutes = minutesTo(planRetry(NOW, failures, spread));
        expect(minutes).toBeGreaterThanOrEqual(5);
        expect(minutes).toBeLessThanOrEqual(6 * 60 * 1.2);
      }),
    );
  });
});

describe('the window of a read', () => {
  it('begins with the whole history and ends tomorrow, as some banks write it already', () => {
    expect(window(null, null)).toEqual({ from: '2026-08-22', to: '2026-11-21' });
  });

  it('later goes back as far as the bank books after the fact', () => {
    expect(window('2026-11-20', null)).toEqual({ from: '2026-11-15', to: '2026-11-21' });
    // A connection that slept for a month leaves no hole.
    expect(window('2026-10-20', null)).toEqual({ from: '2026-10-15', to: '2026-11-21' });
  });

  it('counts from today, although the last read covered tomorrow', () => {
    expect(window('2026-11-21', null)).toEqual({ from: '2026-11-15', to: '2026-11-21' });
  });

  it('goes back to the oldest pending row, however old', () => {
    expect(window('2026-11-20', '2026-11-18').from).toBe('2026-11-15');
    expect(window('2026-11-20', '2026-10-01').from).toBe('2026-10-01');
  });

  it('goes back to a posted row that the last read lacked, as far as the bank shows', () => {
    expect(window('2026-11-20', null, '2026-11-18').from).toBe('2026-11-15');
    expect(window('2026-11-20', null, '2026-11-09').from).toBe('2026-11-09');
    expect(window('2026-11-20', '2026-11-01', '2026-11-09').from).toBe('2026-11-01');
    expect(window('2026-11-20', null, '2024-02-29').from).toBe('2026-08-22');
  });

  it('goes back half as far again as rows were seen to come late, and never less than is configured', () => {
    expect(window('2026-11-20', null, null, 3).from).toBe('2026-11-15');
    expect(window('2026-11-20', null, null, 12).from).toBe('2026-11-02');
    expect(window('2026-11-20', null, null, 80).from).toBe('2026-08-22');
    expect(window('2026-11-20', null, null, 900).from).toBe('2026-08-22');
  });
});

describe('the window of a wider read', () => {
  const normal = { from: calendarDate('2026-11-15'), to: calendarDate('2026-11-21') };
  const wide = (provenThrough: string | null, historyDays: number, from: string = normal.from) =>
    planWideWindow(
      { ...normal, from: calendarDate(from) },
      {
        now: NOW,
        institution: { historyDays },
        provenThrough: provenThrough === null ? null : calendarDate(provenThrough),
      },
    );

  it('goes back to before the last day that is proven, as far as a row can be dated back', () => {
    expect(wide('2026-11-10', 400)).toEqual({ from: '2026-08-12', to: '2026-11-21' });
  });

  it('never goes further back than the bank shows, and shows the whole history where nothing is proven', () => {
    expect(wide('2026-11-10', 30).from).toBe('2026-10-21');
    expect(wide(null, 400).from).toBe('2025-10-16');
  });

  it('is never narrower than the usual one', () => {
    expect(wide('2026-11-10', 30, '2026-06-01').from).toBe('2026-06-01');
  });
});

function window(
  readThrough: string | null,
  oldestPending: string | null,
  oldestMissed: string | null = null,
  observedLatenessDays = 0,
) {
  return planWindow({
    now: NOW,
    institution: BANK,
    readThrough: readThrough === null ? null : calendarDate(readThrough),
    oldestPending: oldestPending === null ? null : calendarDate(oldestPending),
    oldestMissed: oldestMissed === null ? null : calendarDate(oldestMissed),
    observedLatenessDays,
  });
}

function minutesTo(instant: string): number {
  return (instantToMs(instant) - instantToMs(NOW)) / 60_000;
}

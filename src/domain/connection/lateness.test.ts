import { describe, expect, it } from 'vitest';
import { day, known, row } from '../reconcile/testing/rows.ts';
import { observeLateness, planLateness } from './lateness.ts';

const READS = { readFrom: day(1), readThrough: day(21), today: day(25) };
const NONE = new Map();

function lateness(dates: readonly number[], reads: Partial<typeof READS> | { readFrom: null } = {}): number {
  const add = dates.map((date) => ({ row: row({ day: date }) }));
  return observeLateness({ add, modify: [] }, NONE, { ...READS, ...reads });
}

describe('how late rows came', () => {
  it('is counted from the end of what had been read to the oldest row that is new', () => {
    expect(lateness([22, 18, 9, 20])).toBe(12);
    expect(lateness([22, 23])).toBe(0);
    expect(lateness([])).toBe(0);
  });

  it('is counted from today where the last read covered tomorrow', () => {
    expect(lateness([9], { readThrough: day(26) })).toBe(16);
  });

  it('says nothing of days that were never read', () => {
    expect(lateness([9], { readFrom: day(10) })).toBe(0);
    expect(lateness([9], { readFrom: null })).toBe(0);
  });

  it('counts a pending row that posts under an old date, and not a posted one that merely changes', () => {
    const pending = row({ status: 'pending', day: null, pendingDay: 12 });
    const posted = row({ day: 12 });
    const changed = { id: 't1', row: posted, changedFields: ['status' as const] };
    const of = (before: typeof posted) =>
      observeLateness({ add: [], modify: [changed] }, new Map([['t1', known('t1', before)]]), READS);
    expect(of(pending)).toBe(9);
    expect(of(row({ day: 12, amount: '-7.00' }))).toBe(0);
    expect(observeLateness({ add: [{ row: pending }], modify: [] }, NONE, READS)).toBe(0);
  });
});

describe('how far back a sync reads for late rows', () => {
  it.each([
    [10, 0, 10],
    [10, 6, 10],
    [10, 8, 12],
    [10, 9, 14],
    [10, 200, 90],
    [120, 200, 120],
  ])('configured %i, seen %i: %i', (configured, observed, planned) => {
    expect(planLateness(configured, observed)).toBe(planned);
  });

  it('widens before the like of what was seen lies outside', () => {
    for (let observed = 1; observed <= 60; observed += 1) expect(planLateness(0, observed)).toBeGreaterThan(observed);
  });
});

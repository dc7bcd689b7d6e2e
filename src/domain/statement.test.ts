import { describe, expect, it } from 'vitest';
import { boundsOf, isStatementLookDue } from './statement.ts';
import { calendarDate } from './values/calendar-date.ts';

const day = calendarDate;
const NOTHING_PROVEN = { complete: true, proves: [] } as const;

describe('the days and balances of a file', () => {
  it('go from the day after the opening balance to the closing one, however few rows lie between', () => {
    const coverage = { from: day('2026-11-03'), to: day('2026-11-03'), ...NOTHING_PROVEN };
    const statedBalances = [
      { date: day('2026-11-30'), statedAs: 'closing', amount: '949.75' },
      { date: day('2026-10-31'), statedAs: 'opening', amount: '1000.00' },
      { date: day('2026-11-15'), statedAs: 'closing', amount: '1.00' },
    ] as const;
    expect(boundsOf({ coverage, statedBalances })).toEqual({
      periodStart: '2026-11-01',
      periodEnd: '2026-11-30',
      openingBalance: '1000.00',
      closingBalance: '949.75',
    });
  });

  it('are those of the rows where no balance is stated, and unknown where there are neither', () => {
    const coverage = { from: day('2026-11-03'), to: day('2026-11-09'), ...NOTHING_PROVEN };
    const none = { openingBalance: null, closingBalance: null };
    expect(boundsOf({ coverage, statedBalances: [] })).toEqual({
      periodStart: '2026-11-03',
      periodEnd: '2026-11-09',
      ...none,
    });
    expect(boundsOf({ coverage: { from: null, to: null, ...NOTHING_PROVEN }, statedBalances: [] })).toEqual({
      periodStart: null,
      periodEnd: null,
      ...none,
    });
  });
});

it('a portal is asked for documents at first and then once a day', () => {
  expect(isStatementLookDue(null, '2026-11-21T06:00:00.000Z')).toBe(true);
  expect(isStatementLookDue('2026-11-20T06:00:01.000Z', '2026-11-21T06:00:00.000Z')).toBe(false);
  expect(isStatementLookDue('2026-11-20T06:00:00.000Z', '2026-11-21T06:00:00.000Z')).toBe(true);
});

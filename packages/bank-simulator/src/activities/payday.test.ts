import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, weekdayOf } from '../calendar.ts';
import { isDayBeforePayday, isPayday } from './payday.ts';

const calendar = { utcOffsetMinutes: 0, holidays: ['12-25'] };

function listDates(from: CalendarDate, days: number): CalendarDate[] {
  return Array.from({ length: days }, (_, index) => addDays(from, index));
}

describe('paydays', () => {
  it('come every fourteen days, on Fridays', () => {
    const paydays = listDates('2026-01-01', 300).filter((date) => isPayday(date, calendar));
    expect(paydays.length).toBeGreaterThanOrEqual(21);
    paydays.forEach((date, index) => {
      expect(weekdayOf(date)).toBe(5);
      const next = paydays[index + 1];
      if (next !== undefined) expect(next).toBe(addDays(date, 14));
    });
  });

  it('move to the business day before when the Friday is a holiday', () => {
    const [friday] = listDates('2026-06-01', 14).filter((date) => isPayday(date, calendar));
    if (friday === undefined) throw new Error('no payday in a fortnight');
    const closed = { ...calendar, holidays: [friday.slice(5)] };
    expect(isPayday(friday, closed)).toBe(false);
    expect(isPayday(addDays(friday, -1), closed)).toBe(true);
    expect(isDayBeforePayday(addDays(friday, -2), closed)).toBe(true);
  });

  it('have exactly one business day before them', () => {
    const dates = listDates('2026-01-01', 280);
    const paydays = dates.filter((date) => isPayday(date, calendar));
    expect(dates.filter((date) => isDayBeforePayday(date, calendar))).toEqual(paydays.map((date) => addDays(date, -1)));
  });
});

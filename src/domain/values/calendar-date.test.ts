import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  calendarDate,
  daysBetween,
  earlierDate,
  laterDate,
  parseCalendarDate,
  utcDateOf,
} from './calendar-date.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const anyDate = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => calendarDate(date.toISOString().slice(0, 10)));

describe('calendar dates', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('knows the day %s', (text) => {
    expect(parseCalendarDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '24-01-01',
    '2024-1-1',
    '2024-01-01T00:00:00Z',
    '2024-01-01 ',
    '2024-01-01\n',
    '+02024-01-01',
    // The calendar that banks and PostgreSQL use has no year zero.
    '0000-01-01',
    '',
  ])('takes %j for no day', (text) => {
    expect(parseCalendarDate(text)).toBeNull();
    expect(() => calendarDate(text)).toThrow(RangeError);
  });

  it('counts days over months, leap years and changes of the clock', () => {
    expect(addDays(calendarDate('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(calendarDate('2023-02-28'), 1)).toBe('2023-03-01');
    expect(addDays(calendarDate('2024-01-01'), -1)).toBe('2023-12-31');
    expect(addDays(calendarDate('2024-03-30'), 2)).toBe('2024-04-01');
    expect(daysBetween(calendarDate('2024-03-30'), calendarDate('2024-04-01'))).toBe(2);
    expect(daysBetween(calendarDate('2024-04-01'), calendarDate('2024-03-30'))).toBe(-2);
  });

  it('finds its way back from any number of days', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const later = addDays(date, days);
        expect(daysBetween(date, later)).toBe(days);
        expect(addDays(later, -days)).toBe(date);
        expect(earlierDate(date, later)).toBe(days >= 0 ? date : later);
        expect(laterDate(date, later)).toBe(days >= 0 ? later : date);
      }),
    );
  });

  it('refuses to leave the years that text can order', () => {
    expect(() => addDays(calendarDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(calendarDate('0001-01-01'), -1)).toThrow(RangeError);
  });

  it('gives the UTC day of an instant', () => {
    expect(utcDateOf('2026-11-20T23:59:59.999Z')).toBe('2026-11-20');
    expect(utcDateOf('2026-11-21T00:00:00.000Z')).toBe('2026-11-21');
  });
});

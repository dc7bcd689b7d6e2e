import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  addDays,
  atLocalMinute,
  findCalendarDate,
  findEpochMs,
  isBusinessDay,
  isFirstBusinessDayOfMonth,
  isLastBusinessDayOfMonth,
  localDateAt,
  parseCalendarDate,
  toEpochMs,
  toInstant,
  weekdayOf,
} from './calendar.ts';

const calendar = { utcOffsetMinutes: -300, holidays: ['12-25'] };

describe('calendar dates', () => {
  it('accepts real days only', () => {
    expect(findCalendarDate('2028-02-29')).toBe('2028-02-29');
    for (const text of ['2026-02-29', '2026-2-3', '2026-13-01', '26-01-01', '2026-01-01T00:00:00Z', '']) {
      expect(findCalendarDate(text), text).toBeNull();
    }
    expect(() => parseCalendarDate('2026-02-30')).toThrow(/2026-02-30.*YYYY-MM-DD/);
  });

  it('counts days over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(weekdayOf('2026-11-20')).toBe(5);
    expect(weekdayOf('1969-12-31')).toBe(3);
  });

  it('skips weekends and holidays', () => {
    expect(isBusinessDay('2026-11-21', calendar)).toBe(false);
    expect(isBusinessDay('2026-12-25', calendar)).toBe(false);
    expect(addBusinessDays('2026-11-20', 1, calendar)).toBe('2026-11-23');
    expect(addBusinessDays('2026-11-21', 1, calendar)).toBe('2026-11-23');
    expect(addBusinessDays('2026-12-24', 1, calendar)).toBe('2026-12-28');
    expect(addBusinessDays('2026-11-23', -1, calendar)).toBe('2026-11-20');
    expect(addBusinessDays('2026-11-22', 0, calendar)).toBe('2026-11-22');
  });

  it('knows the first and last business day of a month', () => {
    // 1 November 2026 is a Sunday; 31 October is a Saturday.
    expect(isFirstBusinessDayOfMonth('2026-11-02', calendar)).toBe(true);
    expect(isFirstBusinessDayOfMonth('2026-11-01', calendar)).toBe(false);
    expect(isLastBusinessDayOfMonth('2026-10-30', calendar)).toBe(true);
    expect(isLastBusinessDayOfMonth('2026-10-31', calendar)).toBe(false);
  });
});

describe('instants', () => {
  it('accepts RFC 3339 in UTC only', () => {
    expect(findEpochMs('1970-01-01T00:00:01.5Z')).toBe(1_500);
    for (const text of ['2026-11-20', '2026-11-20T06:00:00', '2026-11-20T06:00:00+01:00', '2026-02-30T06:00:00Z']) {
      expect(findEpochMs(text), text).toBeNull();
    }
    expect(() => toEpochMs('tomorrow')).toThrow(/"tomorrow" is not an instant/);
    expect(toInstant(1_500)).toBe('1970-01-01T00:00:01.500Z');
  });

  it("tells the bank's own date and time of day", () => {
    expect(localDateAt(toEpochMs('2026-11-21T04:59:59Z'), calendar)).toBe('2026-11-20');
    expect(localDateAt(toEpochMs('2026-11-21T05:00:00Z'), calendar)).toBe('2026-11-21');
    expect(toInstant(atLocalMinute('2026-11-20', 22 * 60, calendar))).toBe('2026-11-21T03:00:00.000Z');
  });
});

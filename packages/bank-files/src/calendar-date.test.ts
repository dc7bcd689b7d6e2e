import { describe, expect, it } from 'vitest';
import { parseCompactDate, parseIsoDate } from './calendar-date.ts';

describe('parseIsoDate', () => {
  it('cuts a date-time to the day as written, without applying its zone', () => {
    expect(parseIsoDate('2009-12-24T00:30:00+14:00')?.date).toBe('2009-12-24');
    expect(parseIsoDate('2009-12-24Z')?.date).toBe('2009-12-24');
    expect(parseIsoDate('2009-12-24+01:00')?.date).toBe('2009-12-24');
  });

  it('clamps a day the month does not have instead of rolling over', () => {
    expect(parseIsoDate('2023-02-30')).toEqual({ date: '2023-02-28', clamped: true });
    expect(parseIsoDate('2024-02-30')).toEqual({ date: '2024-02-29', clamped: true });
    expect(parseIsoDate('1900-02-29')).toEqual({ date: '1900-02-28', clamped: true });
    expect(parseIsoDate('2024-04-31')).toEqual({ date: '2024-04-30', clamped: true });
  });

  it.each([
    '',
    '2024-13-01',
    '2024-00-10',
    '2024-01-32',
    '2024-1-01',
    '20240101',
    '2024-01-0',
    '2024-01-01x',
    'abcd-ef-gh',
  ])('refuses %j', (text) => {
    expect(parseIsoDate(text)).toBeNull();
  });
});

describe('parseCompactDate', () => {
  it.each([
    ['100831', '2010-08-31'],
    ['791231', '2079-12-31'],
    ['800101', '1980-01-01'],
    ['20250525', '2025-05-25'],
  ])('reads %s', (text, date) => {
    expect(parseCompactDate(text)).toEqual({ date, clamped: false });
  });

  it.each(['212209', '0250525', '', '10083', '1008311', '10O831'])('refuses %j', (text) => {
    expect(parseCompactDate(text)).toBeNull();
  });
});

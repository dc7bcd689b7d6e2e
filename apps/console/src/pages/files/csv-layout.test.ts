import { describe, expect, it } from 'vitest';
import { columnText, NEW_PROFILE, parseColumn, withProperty } from './csv-layout.ts';

describe('a column of a CSV file', () => {
  it.each(['Booking date', '1', '12', '-1', '0', '2 EUR'])('is written and read as %j', (text) => {
    expect(columnText(parseColumn(text))).toBe(text);
  });

  it('is counted from 1 by people, and from 0 by a profile', () => {
    expect(parseColumn('1')).toBe(0);
    expect(parseColumn('Amount')).toBe('Amount');
    expect(columnText(undefined)).toBe('');
  });
});

describe('a property of a profile', () => {
  it('is left out when it becomes empty, and all others stay, also those that the form does not know', () => {
    const known = { ...NEW_PROFILE, charset: 'windows-1252', balance: 5 };
    expect(withProperty(known, 'balance', '')).toEqual({ ...NEW_PROFILE, charset: 'windows-1252' });
    expect(withProperty(known, 'description', [])).toEqual(known);
    expect(withProperty(known, 'date', 3)).toEqual({ ...known, date: 3 });
  });
});

import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { type DateForm, parseBankAmount, parseBankDate, writeBankDate } from './bank-text.ts';

const DOLLARS = { decimal: '.', group: ',' } as const;
const EUROS = { decimal: ',', group: '.' } as const;

describe('amounts as banks write them', () => {
  it.each([
    ['1,234.56', '1234.56'],
    ['$1,234.56', '1234.56'],
    ['-$1,234.56', '-1234.56'],
    ['$-1,234.56', '-1234.56'],
    ['($1,234.56)', '-1234.56'],
    ['(1,234.56)', '-1234.56'],
    ['1,234.56-', '-1234.56'],
    ['\u22121,234.56', '-1234.56'],
    ['1,234.56 D', '-1234.56'],
    ['1,234.56 CR', '1234.56'],
    ['1,234.56 USD', '1234.56'],
    ['USD 1,234.56', '1234.56'],
    ['-1,234.56 USD', '-1234.56'],
    ['+5', '5'],
    ['0.00', '0.00'],
    ['-0.00', '0.00'],
    ['007.50', '7.50'],
  ])('%s is %s', (text, amount) => expect(parseBankAmount(text, DOLLARS)).toBe(amount));

  it.each([
    ['1.234,56', '1234.56'],
    ['-1.234,56 EUR', '-1234.56'],
    ['1.234', '1234'],
    ['12,5', '12.5'],
    ['€ 3,00', '3.00'],
  ])('%s is %s where the comma is the decimal mark', (text, amount) =>
    expect(parseBankAmount(text, EUROS)).toBe(amount),
  );

  it.each([
    '',
    '-',
    '1,23',
    '12,34.56',
    '1.234,56',
    '1..2',
    '(-5.00)',
    '-5.00-',
    '-5.00 D',
    'n/a',
    '12 34',
    '1,2345',
    '5e3',
    '•••',
  ])('takes %j for none', (text) => expect(parseBankAmount(text, DOLLARS)).toBeNull());
});

describe('dates as banks write them', () => {
  const day = calendarDate('2026-11-05');
  it.each<[DateForm, string]>([
    ['MM/DD/YYYY', '11/05/2026'],
    ['DD/MM/YYYY', '05/11/2026'],
    ['DD.MM.YYYY', '05.11.2026'],
    ['YYYY-MM-DD', '2026-11-05'],
    ['MMM D, YYYY', 'Nov 5, 2026'],
    ['D MMM YYYY', '5 Nov 2026'],
  ])('%s', (form, text) => {
    expect(parseBankDate(text, form)).toBe(day);
    expect(writeBankDate(day, form)).toBe(text);
  });

  it.each<[string, DateForm]>([
    ['13/05/2026', 'MM/DD/YYYY'],
    ['02/30/2026', 'MM/DD/YYYY'],
    ['05.11.26', 'DD.MM.YYYY'],
    ['11/05/2026', 'DD.MM.YYYY'],
    ['Foo 5, 2026', 'MMM D, YYYY'],
    ['', 'YYYY-MM-DD'],
  ])('takes %s for none in the form %s', (text, form) => expect(parseBankDate(text, form)).toBeNull());
});

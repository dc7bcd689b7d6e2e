import { type CalendarDate, findCalendarDate } from '@causeway/bank-simulator';

/** How a bank writes dates. */
export type DateFormat = 'MM/DD/YYYY' | 'DD.MM.YYYY' | 'DD/MM/YYYY' | 'YYYY-MM-DD' | 'MMM D, YYYY' | 'D MMM YYYY';

/** How a bank writes amounts. */
export interface AmountFormat {
  readonly decimal: '.' | ',';
  readonly group: '.' | ',' | ' ';
  /** `letters` writes D behind debits and C behind credits, and no sign. */
  readonly negative: 'minus' | 'parentheses' | 'trailingMinus' | 'letters';
  readonly currency: 'none' | 'symbolBefore' | 'codeAfter';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€' };

/** Writes a date the bank's way. */
export function presentDate(date: CalendarDate, format: DateFormat): string {
  const [YYYY = '', MM = '', DD = ''] = date.split('-');
  const parts = { YYYY, MMM: MONTHS[Number(MM) - 1] ?? '', MM, DD, D: String(Number(DD)) };
  return format.replaceAll(/YYYY|MMM?|DD?/g, (part) => parts[part as keyof typeof parts]);
}

/** Reads a date that was typed the bank's way; null when it is none. */
export function findDate(text: string, format: DateFormat): CalendarDate | null {
  const parts = splitDate(text.trim(), format);
  if (parts === null) return null;
  const { year, month, day } = parts;
  return findCalendarDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

function splitDate(text: string, format: DateFormat): { year: string; month: string; day: string } | null {
  if (format === 'MMM D, YYYY' || format === 'D MMM YYYY') {
    const isMonthFirst = format === 'MMM D, YYYY';
    const found = (isMonthFirst ? /^([A-Za-z]{3}) (\d{1,2}), (\d{4})$/ : /^(\d{1,2}) ([A-Za-z]{3}) (\d{4})$/).exec(
      text,
    );
    const [, one = '', other = '', year = ''] = found ?? [];
    const [name, day] = isMonthFirst ? [one, other] : [other, one];
    const month = MONTHS.findIndex((each) => each.toLowerCase() === name.toLowerCase()) + 1;
    return found === null || month === 0 ? null : { year, month: `${month}`, day };
  }
  const found = (
    format === 'YYYY-MM-DD' ? /^(\d{4})-(\d{1,2})-(\d{1,2})$/ : /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/
  ).exec(text);
  if (found === null) return null;
  const [, first = '', second = '', third = ''] = found;
  if (format === 'YYYY-MM-DD') return { year: first, month: second, day: third };
  if (format === 'MM/DD/YYYY') return { year: third, month: first, day: second };
  return { year: third, month: second, day: first };
}

/** Writes a month such as `2026-10` in full: October 2026. */
export function presentMonth(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${LONG_MONTHS[Number(number) - 1] ?? ''} ${year}`;
}

/** Writes a signed decimal amount the bank's way. Exact: it moves characters and calculates nothing. */
export function presentAmount(amount: string, currency: string, format: AmountFormat): string {
  const isNegative = amount.startsWith('-');
  const [whole = '', fraction] = (isNegative ? amount.slice(1) : amount).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, format.group);
  const digits = fraction === undefined ? grouped : grouped + format.decimal + fraction;
  const symbol = format.currency === 'symbolBefore' ? (SYMBOLS[currency] ?? `${currency} `) : '';
  const code = format.currency === 'codeAfter' ? ` ${currency}` : '';
  return `${wrapSign(symbol + digits, isNegative, format.negative)}${code}`;
}

function wrapSign(digits: string, isNegative: boolean, negative: AmountFormat['negative']): string {
  switch (negative) {
    case 'minus':
      return isNegative ? `-${digits}` : digits;
    case 'parentheses':
      return isNegative ? `(${digits})` : digits;
    case 'trailingMinus':
      return isNegative ? `${digits}-` : digits;
    case 'letters':
      return `${digits} ${isNegative ? 'D' : 'C'}`;
  }
}

import { parseIsoDate } from '../calendar-date.ts';
import { findCurrencyExponent } from '../currency-exponent.ts';
import { type Decimal, formatDecimal, negateDecimal, parseDecimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import type { OutgoingEntry } from './outgoing.ts';
import type { WriteScope } from './write-scope.ts';

export interface Money {
  /** Without sign. */
  readonly unsigned: Decimal;
  readonly side: 'credit' | 'debit';
}

/** The amount of a balance: a zero one is a credit. */
export function readBalanceMoney(amount: string, field: string, scope: WriteScope): Money {
  return readSigned(amount, 'credit', field, scope);
}

/** The amount of an entry; its sign and `entryType` have to agree, and only a zero amount has its side from the latter. */
export function readEntryMoney(entry: OutgoingEntry, scope: WriteScope): Money {
  const money = readSigned(entry.amount, entry.entryType ?? 'credit', 'amount', scope);
  if (entry.entryType !== undefined && entry.entryType !== money.side) {
    scope.refuse(
      'entryType',
      `is ${entry.entryType}, and the amount ${quote(entry.amount)} a ${money.side}; mend one of them`,
    );
  }
  return money;
}

function readSigned(amount: string, side: Money['side'], field: string, scope: WriteScope): Money {
  const value = parseDecimal(amount);
  if (value === null) scope.refuse(field, `${quote(amount)} is not a decimal number such as -12.50`);
  if (value.units === 0n) return { unsigned: value, side };
  return value.units < 0n ? { unsigned: negateDecimal(value), side: 'debit' } : { unsigned: value, side: 'credit' };
}

export interface DigitLimits {
  /** All digits together. */
  readonly maxDigits: number;
  /** Behind the point; the decimals of the currency when absent. */
  readonly maxDecimals?: number;
}

/** The digits of an amount, with the decimals of its currency or more; refuses those that a format has no room for. */
export function formatUnsigned(
  money: Money,
  currency: string,
  limits: DigitLimits,
  { field, scope }: { readonly field: string; readonly scope: WriteScope },
): string {
  const exponent = findCurrencyExponent(currency) ?? 2;
  const digits = formatDecimal(money.unsigned, exponent);
  const point = digits.indexOf('.');
  const decimals = point === -1 ? 0 : digits.length - point - 1;
  const maxDecimals = Math.max(limits.maxDecimals ?? exponent, exponent);
  if (decimals > maxDecimals) {
    scope.refuse(
      field,
      `${digits} ${currency} has ${decimals} decimals, the format takes ${maxDecimals}; round it at its source`,
    );
  }
  const count = point === -1 ? digits.length : digits.length - 1;
  if (count > limits.maxDigits) {
    scope.refuse(field, `${digits} has ${count} digits, the format takes ${limits.maxDigits}; choose camt053 or csv`);
  }
  return digits;
}

/** Refuses what is not three capitals: readers would take it for something else. */
export function requireCurrency(currency: string, field: string, scope: WriteScope): string {
  if (!/^[A-Z]{3}$/.test(currency)) scope.refuse(field, `${quote(currency)} is not an ISO 4217 code such as EUR`);
  return currency;
}

/** Refuses what is not a day of the calendar; gives it back. */
export function requireDate(date: string, field: string, scope: WriteScope): string {
  const read = parseIsoDate(date);
  if (read === null || read.clamped || date.length !== 10) {
    scope.refuse(field, `${quote(date)} is not a day such as 2026-01-31`);
  }
  return date;
}

/** The digits of a day, `YYYYMMDD`. */
export function compactDate(date: string, field: string, scope: WriteScope): string {
  return requireDate(date, field, scope).replaceAll('-', '');
}

/** `YYMMDD`, for formats that have years of two digits, which readers take for 1980 to 2079. */
export function shortDate(date: string, field: string, scope: WriteScope): string {
  const digits = compactDate(date, field, scope);
  const year = Number(digits.slice(0, 4));
  if (year < 1980 || year > 2079) {
    scope.refuse(field, `${date} has no place among years of two digits, 1980 to 2079; choose camt053 or csv`);
  }
  return digits.slice(2);
}

/** The booking day of a booked entry, which no format does without. */
export function requireBookingDate(entry: OutgoingEntry, scope: WriteScope): string {
  if (entry.bookingDate === null) scope.refuse('bookingDate', 'is missing; a booked entry has one');
  return requireDate(entry.bookingDate, 'bookingDate', scope);
}

/** Refuses an entry that is not booked, in formats that have only booked ones. */
export function requirePosted(entry: OutgoingEntry, scope: WriteScope): void {
  if (entry.status === undefined || entry.status === 'posted') return;
  scope.refuse(
    'status',
    `is ${entry.status}, and the format has booked entries only; leave it out, or choose camt053 or csv`,
  );
}

/** Refuses an entry in another currency than the account's, in formats that name only that one. */
export function requireAccountCurrency(entry: OutgoingEntry, currency: string, scope: WriteScope): void {
  if (!entry.currency || entry.currency === currency) return;
  scope.refuse(
    'currency',
    `is ${entry.currency}, and the format has entries in the account's ${currency} only; choose camt053 or csv`,
  );
}

/** The instant without its parts: `YYYYMMDD` and `HHMMSS`. */
export function splitInstant(instant: string, scope: WriteScope): { readonly date: string; readonly time: string } {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(instant);
  if (match === null)
    scope.refuse('file.createdAt', `${quote(instant)} is not an instant such as 2026-01-05T12:00:00Z`);
  const [, date = '', hours = '', minutes = '', seconds = ''] = match;
  return { date: compactDate(date, 'file.createdAt', scope), time: `${hours}${minutes}${seconds}` };
}

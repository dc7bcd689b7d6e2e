import { type CalendarDate, parseCompactDate, type ReadDate } from '../calendar-date.ts';
import type { Decimal } from '../decimal.ts';
import { type ProblemCode, quote } from '../problem.ts';
import { findAmountEnd, parseMtAmount, skipBlanks } from './amount.ts';

/** Field `:61:`: one movement. */
export interface StatementLine {
  readonly valueDate: ReadDate;
  /** The booking day, year found; null when the bank leaves it out. */
  readonly entryDate: ReadDate | null;
  readonly side: 'credit' | 'debit';
  /** The mark is RC or RD; `side` already says how it hits the account. */
  readonly isReversal: boolean;
  /** The mark is EC or ED: announced and not booked. */
  readonly isExpected: boolean;
  /** Unsigned. */
  readonly amount: Decimal;
  readonly swiftType: string | null;
  readonly customerReference: string | null;
  readonly bankReference: string | null;
  /** Lines behind the first one, as written. */
  readonly supplementary: readonly string[];
}

export type StatementLineResult =
  | { readonly ok: true; readonly line: StatementLine }
  | { readonly ok: false; readonly code: ProblemCode; readonly reason: string };

/** Reads `:61:` from its first line and the lines that continue it. */
export function parseStatementLine(lines: readonly string[]): StatementLineResult {
  const text = lines[0] ?? '';
  const valueDate = parseCompactDate(text.slice(0, 6));
  if (valueDate === null) return fail('date_garbled', `value date ${quote(text.slice(0, 6))}, expected YYMMDD`);
  const entry = readEntryDate(text, valueDate.date);
  if (entry === null) return fail('date_garbled', `entry date ${quote(text.slice(6, 10))}, expected MMDD`);
  const mark = readMark(text, entry.end);
  if (mark === null) {
    return fail('indicator_missing', `mark ${quote(text.slice(entry.end, entry.end + 3))}, expected C, D, RC or RD`);
  }
  const amountEnd = findAmountEnd(text, mark.end);
  const amountText = text.slice(mark.end, amountEnd);
  const amount = parseMtAmount(amountText);
  if (amount === null) {
    // What stands in its place, up to the type: the rest of the line tells of people and their payments.
    const [found = ''] = /^[^A-Z]*/.exec(text.slice(mark.end)) ?? [];
    return fail('amount_garbled', `amount ${quote(found)} at character ${mark.end + 1} of the field`);
  }
  const typeStart = skipBlanks(text, amountEnd);
  // Without a type the line may be cut in the middle of the amount.
  if (!isLetter(text.charCodeAt(typeStart))) {
    return fail('record_incomplete', `nothing like a transaction type behind the amount ${quote(amountText)}`);
  }
  return {
    ok: true,
    line: {
      valueDate,
      entryDate: entry.date,
      side: mark.side,
      isReversal: mark.isReversal,
      isExpected: mark.isExpected,
      amount,
      swiftType: text.slice(typeStart, typeStart + 4).trim() || null,
      ...readReferences(text.slice(typeStart + 4), lines),
    },
  };
}

function fail(code: ProblemCode, reason: string): StatementLineResult {
  return { ok: false, code, reason };
}

/** The four digits of month and day, four blanks, or nothing; the year is the one nearest to the value date. Null when garbled. */
function readEntryDate(text: string, valueDate: CalendarDate): { date: ReadDate | null; end: number } | null {
  let end = 6;
  while (isDigit(text.charCodeAt(end))) end++;
  const digits = text.slice(6, end);
  if (digits === '' || digits === '0000') return { date: null, end: skipBlanks(text, end) };
  if (digits.length !== 4) return null;
  const months = Number(digits.slice(0, 2)) - Number(valueDate.slice(5, 7));
  const year = Number(valueDate.slice(0, 4)) + (months > 6 ? -1 : months < -6 ? 1 : 0);
  const date = parseCompactDate(`${year}${digits}`);
  return date === null ? null : { date, end: skipBlanks(text, end) };
}

interface Mark {
  readonly side: 'credit' | 'debit';
  readonly isReversal: boolean;
  readonly isExpected: boolean;
  /** Where the amount begins. */
  readonly end: number;
}

/** C, D, RC, RD, EC or ED, and then maybe one letter, the third of the currency, which says nothing about the side. */
function readMark(text: string, start: number): Mark | null {
  const prefix = text[start];
  const isReversal = prefix === 'R';
  const isExpected = prefix === 'E';
  const at = isReversal || isExpected ? start + 1 : start;
  const letter = text[at];
  if (letter !== 'C' && letter !== 'D') return null;
  const next = isLetter(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
  return { side: sideOf(letter, isReversal), isReversal, isExpected, end: skipBlanks(text, next) };
}

/** A reversed credit takes money away again: it hits the account as a debit. */
function sideOf(letter: 'C' | 'D', isReversal: boolean): 'credit' | 'debit' {
  return (letter === 'C') === isReversal ? 'debit' : 'credit';
}

/** Words that banks write where there is no reference, or where it stands in field 86. */
const NO_REFERENCES: ReadonlySet<string> = new Set([
  'NONREF',
  'KREF+',
  'EREF+',
  'MREF+',
  'EREF',
  'KREF',
  'MREF',
  'PREF',
]);

function readReferences(
  text: string,
  lines: readonly string[],
): Pick<StatementLine, 'customerReference' | 'bankReference' | 'supplementary'> {
  const slashes = text.indexOf('//');
  const customer = slashes === -1 ? text : text.slice(0, slashes);
  let bank = slashes === -1 ? '' : text.slice(slashes + 2);
  let supplementary = lines.slice(1);
  const wrapped = supplementary[0];
  // The bank's reference on a line of its own: the customer's filled the first one.
  if (slashes === -1 && wrapped?.startsWith('//')) {
    bank = wrapped.slice(2);
    supplementary = supplementary.slice(1);
  }
  return { customerReference: cleanReference(customer), bankReference: cleanReference(bank), supplementary };
}

function cleanReference(text: string): string | null {
  const reference = text.trim();
  return reference === '' || NO_REFERENCES.has(reference) ? null : reference;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return code >= 65 && code <= 90;
}

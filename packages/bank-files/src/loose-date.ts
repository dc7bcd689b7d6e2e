import { parseCompactDate, parseIsoDate, type ReadDate } from './calendar-date.ts';

/** The order of day, month and year. A year of four digits in front is always first, whatever the order. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD';

/** The first three letters of month names in the languages of the exports, without marks; those of several months are spelt out. */
const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'jan gen ene janv',
    'feb fev fevr',
    'mar mrz mrt maa mars',
    'apr abr avr',
    'may mai mei mag maj',
    'jun giu juin',
    'jul lug juil',
    'aug ago aou aout',
    'sep set sept',
    'oct okt ott out',
    'nov',
    'dec dez dic des',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);

/** The numbers of a date in the order they stand in; a month's name has been turned into its number and its place is known. */
export interface DateParts {
  readonly numbers: readonly [number, number, number];
  /** Which of the three has four digits, or stands behind an apostrophe, and so is the year; -1 when none. */
  readonly yearAt: number;
  /** Which of the three was written as a name; -1 when none. */
  readonly monthAt: number;
}

/** Longer than any date with its time; a longer text is a sentence. */
const MAX_LENGTH = 64;

const NUMERIC =
  /^\s*(\d{1,4})\s*[-/.\u2010-\u2015]\s*(\d{1,2})\s*([-/.'\u2019\u2010-\u2015])\s*(\d{1,4})\.?(?=$|[\sT,;[])/;
const NAMED_IN_MIDDLE =
  /^\s*(?:[A-Za-z]{2,3}[.,]?\s+)?(\d{1,2})\.?[-/.\s]+([\p{L}]{3,10})\.?,?[-/.\s]+(\d{2,4})(?=$|[\s,;])/u;
const NAMED_IN_FRONT = /^\s*([\p{L}]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=$|[\s,;])/u;

/** Takes a date apart without deciding the order of its parts; null when it is none. A time behind it is cut off. */
export function splitDate(text: string): DateParts | null {
  if (text.length > MAX_LENGTH) return null;
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) {
    const [, first = '', second = '', mark = '', third = ''] = numeric;
    if (first.length === 3 || third.length === 3) return null;
    const isShortYear = mark === "'" || mark === '\u2019';
    const last = isShortYear && third.length < 4 ? 2000 + Number(third) : Number(third);
    const yearAt = first.length === 4 ? 0 : third.length === 4 || isShortYear ? 2 : -1;
    return { numbers: [Number(first), Number(second), last], yearAt, monthAt: -1 };
  }
  const middle = NAMED_IN_MIDDLE.exec(text);
  if (middle !== null) return withName(Number(middle[1]), middle[2] ?? '', middle[3] ?? '', 1);
  const front = NAMED_IN_FRONT.exec(text);
  return front === null ? null : withName(Number(front[2]), front[1] ?? '', front[3] ?? '', 0);
}

function withName(day: number, name: string, year: string, monthAt: 0 | 1): DateParts | null {
  const month = findMonth(name);
  if (month === null || year.length === 3) return null;
  const numbers = monthAt === 1 ? ([day, month, Number(year)] as const) : ([month, day, Number(year)] as const);
  return { numbers, yearAt: 2, monthAt };
}

function findMonth(name: string): number | null {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return MONTHS.get(plain.slice(0, 4)) ?? MONTHS.get(plain.slice(0, 3)) ?? null;
}

/**
 * Reads a day as people and programs write it: `24/12/2009`, `12-24-09`, `2/14'2020`, `1/ 1'00`, `2019.04.19.`, `12-Dec-2019`, `07 Nov 2013`,
 * `2022-01-31 10:00:00`, `20091224120000[0:GMT]`. Null when it is no day in that order; the text itself decides where it can.
 */
export function parseLooseDate(text: string, order: DateOrder): ReadDate | null {
  // Most dates are like this, and the quick way is ten times as quick.
  const iso = parseIsoDate(text);
  if (iso !== null) return iso;
  const compact = /^\s*(\d{8})(?=$|\D|\d{4}(?:\d\d)?(?:$|\D))/.exec(text);
  if (compact !== null) return parseCompactDate(compactToIso(compact[1] ?? '', order));
  const parts = splitDate(text);
  if (parts === null || (order === 'YMD' && parts.yearAt === 2 && parts.monthAt === -1)) return null;
  const [year, month, day] = orderParts(parts, order);
  if (month > 12) return null;
  return parseCompactDate(`${expandYear(year)}${pad(month)}${pad(day)}`);
}

/** Eight digits are year, month and day unless they cannot be. */
function compactToIso(digits: string, order: DateOrder): string {
  const year = Number(digits.slice(0, 4));
  if (order === 'YMD' || (year >= 1900 && year < 2100)) return digits;
  const [a, b, rest] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  return order === 'DMY' ? rest + b + a : rest + a + b;
}

function orderParts({ numbers, yearAt, monthAt }: DateParts, order: DateOrder): readonly [number, number, number] {
  const [a, b, c] = numbers;
  if (monthAt === 0) return [c, a, b];
  if (monthAt === 1) return [c, b, a];
  if (yearAt === 0) return [a, b, c];
  if (yearAt === -1 && order === 'YMD') return [a, b, c];
  return order === 'MDY' ? [c, a, b] : [c, b, a];
}

/** Years of two digits from 80 on are 19xx. */
function expandYear(year: number): string {
  const full = year >= 100 ? year : year < 80 ? 2000 + year : 1900 + year;
  return String(full).padStart(4, '0');
}

function pad(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

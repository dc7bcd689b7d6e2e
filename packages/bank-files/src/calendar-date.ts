declare const calendarDate: unique symbol;

/** A day in the calendar, `YYYY-MM-DD`, without time or zone. Banks book on days; no zone ever moves one. */
export type CalendarDate = string & { readonly [calendarDate]: true };

/** A date as read: `clamped` says that the day did not exist (30 February) and the month's last day stands for it. */
export interface ReadDate {
  readonly date: CalendarDate;
  readonly clamped: boolean;
}

/**
 * Reads the calendar day at the front of an ISO 8601 date or date-time, as written: a zone or a time behind it
 * is cut off, never applied. Returns null for anything that is not a day.
 */
export function parseIsoDate(text: string): ReadDate | null {
  if (text.length < 10 || text[4] !== '-' || text[7] !== '-') return null;
  if (text.length > 10 && !'TtZz+- '.includes(text.charAt(10))) return null;
  return buildDate(readDigits(text, 0, 4), readDigits(text, 5, 2), readDigits(text, 8, 2));
}

/** Reads `YYMMDD` (years from 80 on are 19xx) or `YYYYMMDD`, the two forms in BAI2 and SWIFT files. */
export function parseCompactDate(text: string): ReadDate | null {
  if (text.length === 8) return buildDate(readDigits(text, 0, 4), readDigits(text, 4, 2), readDigits(text, 6, 2));
  if (text.length !== 6) return null;
  const year = readDigits(text, 0, 2);
  return buildDate(year < 80 ? 2000 + year : 1900 + year, readDigits(text, 2, 2), readDigits(text, 4, 2));
}

/** The number in `count` digits at `start`, or NaN, which no range check lets through. */
function readDigits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function buildDate(year: number, month: number, day: number): ReadDate | null {
  if (!(year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null;
  const last = lastDayOfMonth(year, month);
  // 30 February is a real value date in 30/360 bank arithmetic; it must not roll into March.
  const existing = Math.min(day, last);
  const text = `${year}-${month < 10 ? '0' : ''}${month}-${existing < 10 ? '0' : ''}${existing}`;
  return { date: brand(text), clamped: existing !== day };
}

function lastDayOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function brand(text: string): CalendarDate {
  // The only cast to the brand: buildDate has just proven year, month and day.
  return text as CalendarDate;
}

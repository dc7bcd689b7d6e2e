import type { Instant } from './instant.ts';

/**
 * A bank's calendar day as `YYYY-MM-DD`. It has no time zone and is never shifted by one; text order is date order.
 */
export type CalendarDate = string & { readonly __calendarDate: unique symbol };

const DAY_MS = 86_400_000;
const PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** First year; the calendar that banks and PostgreSQL use has no year zero. */
const FIRST_DAY = '0001-01-01';

/** The date, or null when the text is not a day that exists in the calendar. */
export function parseCalendarDate(text: string): CalendarDate | null {
  if (!PATTERN.test(text) || text < FIRST_DAY) return null;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(epochMs) || new Date(epochMs).toISOString().slice(0, 10) !== text) return null;
  return text as CalendarDate; // The check above is what the brand stands for.
}

/** The date of text that is known to be one (a database column, a constant). Throws when it is not. */
export function calendarDate(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === null) throw new RangeError(`not a calendar date: ${text}`);
  return date;
}

/** The day `days` later (earlier if negative). Throws a RangeError outside the years 1 to 9999. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfEpochMs(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The UTC day of an instant. Only for windows and schedules: a booking date always comes from the bank. */
export function utcDateOf(instant: Instant): CalendarDate {
  return dateOfEpochMs(Date.parse(instant));
}

/** The earlier of two days. */
export function earlierDate(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a <= b ? a : b;
}

/** The later of two days. */
export function laterDate(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a >= b ? a : b;
}

function dateOfEpochMs(epochMs: number): CalendarDate {
  // Years of more than four digits begin with a sign and would be cut here to something that is no date.
  return calendarDate(new Date(epochMs).toISOString().slice(0, -'T00:00:00.000Z'.length));
}

/** A calendar day as the bank prints it, `YYYY-MM-DD`. It carries no time zone and is never shifted by one. */
export type CalendarDate = `${string}-${string}-${string}`;

/** A moment in UTC, RFC 3339 with a trailing `Z`. */
export type Instant = `${string}T${string}Z`;

/** When a bank works. The offset is fixed, so that a simulated day never depends on the time zone data of a machine. */
export interface BankCalendar {
  readonly utcOffsetMinutes: number;
  /** Closed days besides Saturdays and Sundays, as `MM-DD`. */
  readonly holidays: readonly string[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT_PATTERN = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** Finds the date that `text` spells, or null when it is not a real day in the form `YYYY-MM-DD`. */
export function findCalendarDate(text: string): CalendarDate | null {
  const match = DATE_PATTERN.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  const date: CalendarDate = `${year}-${month}-${day}`;
  // 30 February parses to a day in March; only a date that survives the round trip is real.
  return fromDayNumber(toDayNumber(date)) === date ? date : null;
}

/** Parses `YYYY-MM-DD`. Throws a RangeError that quotes the text when it is not a real day. */
export function parseCalendarDate(text: string): CalendarDate {
  const date = findCalendarDate(text);
  if (date === null) throw new RangeError(`"${text}" is not a calendar date; write YYYY-MM-DD, for example 2026-11-20`);
  return date;
}

/** Finds the instant that `text` spells in milliseconds since the epoch, or null when it is not RFC 3339 in UTC. */
export function findEpochMs(text: string): number | null {
  const match = INSTANT_PATTERN.exec(text);
  if (match === null || findCalendarDate(match[1] ?? '') === null) return null;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? null : epochMs;
}

/** Milliseconds since the epoch of an RFC 3339 instant in UTC. Throws a RangeError that quotes the text. */
export function toEpochMs(text: string): number {
  const epochMs = findEpochMs(text);
  if (epochMs === null) {
    throw new RangeError(`"${text}" is not an instant; write RFC 3339 in UTC, for example 2026-11-20T06:02:11Z`);
  }
  return epochMs;
}

/** The instant of a count of milliseconds since the epoch. */
export function toInstant(epochMs: number): Instant {
  const text = new Date(epochMs).toISOString();
  return `${text.slice(0, 10)}T${text.slice(11, -1)}Z`;
}

/** Whole days since 1970-01-01. */
export function toDayNumber(date: CalendarDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

/** The calendar date of a count of days since 1970-01-01. */
export function fromDayNumber(dayNumber: number): CalendarDate {
  const text = new Date(dayNumber * DAY_MS).toISOString();
  return `${text.slice(0, 4)}-${text.slice(5, 7)}-${text.slice(8, 10)}`;
}

/** The date `days` later, or earlier when negative. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** Day of the week, 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: CalendarDate): number {
  return (((toDayNumber(date) + 4) % 7) + 7) % 7;
}

/** Whether the bank posts on this date. */
export function isBusinessDay(date: CalendarDate, calendar: BankCalendar): boolean {
  const weekday = weekdayOf(date);
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.includes(date.slice(5));
}

/** The business day `count` business days after `date`, or before it when negative; `date` itself when zero. */
export function addBusinessDays(date: CalendarDate, count: number, calendar: BankCalendar): CalendarDate {
  const step = count < 0 ? -1 : 1;
  let current = date;
  for (let left = Math.abs(count); left > 0; ) {
    current = addDays(current, step);
    if (isBusinessDay(current, calendar)) left -= 1;
  }
  return current;
}

/** The earlier of two dates. */
export function earlierDate(one: CalendarDate, other: CalendarDate): CalendarDate {
  if (one < other) return one;
  return other;
}

/** The later of two dates. */
export function laterDate(one: CalendarDate, other: CalendarDate): CalendarDate {
  if (one > other) return one;
  return other;
}

/** The last business day that is not after `date`. */
export function businessDayOnOrBefore(date: CalendarDate, calendar: BankCalendar): CalendarDate {
  return isBusinessDay(date, calendar) ? date : addBusinessDays(date, -1, calendar);
}

/** The first business day that is not before `date`. */
export function businessDayOnOrAfter(date: CalendarDate, calendar: BankCalendar): CalendarDate {
  return isBusinessDay(date, calendar) ? date : addBusinessDays(date, 1, calendar);
}

/** Whether `date` is the first business day of its month. */
export function isFirstBusinessDayOfMonth(date: CalendarDate, calendar: BankCalendar): boolean {
  return isBusinessDay(date, calendar) && addBusinessDays(date, -1, calendar).slice(0, 7) !== date.slice(0, 7);
}

/** Whether `date` is the last business day of its month. */
export function isLastBusinessDayOfMonth(date: CalendarDate, calendar: BankCalendar): boolean {
  return isBusinessDay(date, calendar) && addBusinessDays(date, 1, calendar).slice(0, 7) !== date.slice(0, 7);
}

/** The bank's own date at a moment. */
export function localDateAt(epochMs: number, calendar: BankCalendar): CalendarDate {
  return fromDayNumber(Math.floor((epochMs + calendar.utcOffsetMinutes * MINUTE_MS) / DAY_MS));
}

/** The moment at which the bank's clock shows `minuteOfDay` (0 is midnight) on `date`, in epoch milliseconds. */
export function atLocalMinute(date: CalendarDate, minuteOfDay: number, calendar: BankCalendar): number {
  return toDayNumber(date) * DAY_MS + (minuteOfDay - calendar.utcOffsetMinutes) * MINUTE_MS;
}

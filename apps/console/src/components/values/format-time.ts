import { dateFormat } from './intl-formats.ts';

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
/** Further away than this, a date says more than a number of days. */
const MAX_RELATIVE_MS = 7 * 86_400_000;

/** An instant as the distance from now, such as `3 minutes ago`; beyond a week as a date. */
export function formatRelative(instant: string, nowMs: number, locale?: string): string {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return instant;
  const distanceMs = atMs - nowMs;
  if (Math.abs(distanceMs) > MAX_RELATIVE_MS) {
    return dateFormat(locale, { dateStyle: 'medium' }).format(atMs);
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, unitMs] of UNITS) {
    if (Math.abs(distanceMs) >= unitMs) return format.format(Math.trunc(distanceMs / unitMs), unit);
  }
  return format.format(0, 'minute') === 'this minute' ? 'just now' : format.format(0, 'second');
}

/** An instant with date, time to the second and zone. */
export function formatInstant(instant: string, locale?: string): string {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return instant;
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(atMs);
}

/** An instant with date and time to the second, in the reader's own zone, which it does not name: for columns of times. */
export function formatMoment(instant: string, locale?: string): string {
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return instant;
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs);
}

/** A calendar date `YYYY-MM-DD`, which is the same day everywhere. */
export function formatDate(date: string, locale?: string): string {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(atMs)) return date;
  return dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(atMs);
}

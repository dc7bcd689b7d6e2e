import type { ChangeSet, MirrorRow } from '../reconcile/change-set.ts';
import { type CalendarDate, calendarDate, daysBetween, earlierDate } from '../values/calendar-date.ts';

/** A bank that books later than this is not waited for with every sync; the balance proof finds what it booked. */
export const LONGEST_LATENESS_DAYS = 90;

/** What earlier complete reads of an account covered, and the day of the present one. */
export interface EarlierReads {
  readonly readFrom: CalendarDate | null;
  readonly readThrough: CalendarDate | null;
  readonly today: CalendarDate;
}

/**
 * How many days before the end of what had been read the oldest row lies that this read shows as posted for the first
 * time. That many days back the read had to begin to meet it. Rows from days that no complete read covered tell nothing.
 * 0 when no row came late.
 */
export function observeLateness(
  changes: Pick<ChangeSet, 'add' | 'modify'>,
  mirror: ReadonlyMap<string, Pick<MirrorRow, 'content'>>,
  { readFrom, readThrough, today }: EarlierReads,
): number {
  if (readFrom === null || readThrough === null) return 0;
  const end = earlierDate(readThrough, today);
  const booked = [
    ...changes.add.map(({ row }) => row.content),
    ...changes.modify.flatMap(({ id, row: { content } }) =>
      mirror.get(id)?.content.postedDate === content.postedDate ? [] : [content],
    ),
  ];
  return booked.reduce((latest, { status, postedDate }) => {
    if (status !== 'posted' || postedDate === null || postedDate < readFrom) return latest;
    return Math.max(latest, daysBetween(calendarDate(postedDate), end));
  }, 0);
}

/**
 * How far back each sync reads for rows that come late: as the institution's definition says, or half as much again as
 * the worst that was seen, so that it has grown before a row comes later still. Never more than 90 days unless the
 * definition itself says more.
 */
export function planLateness(configuredDays: number, observedDays: number): number {
  return Math.max(configuredDays, Math.min(Math.ceil(observedDays * 1.5), LONGEST_LATENESS_DAYS));
}

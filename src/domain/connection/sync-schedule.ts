import type { Institution } from '../institution.ts';
import { addDays, type CalendarDate, earlierDate, laterDate, utcDateOf } from '../values/calendar-date.ts';
import { addMs, type Instant } from '../values/instant.ts';
import { LONGEST_LATENESS_DAYS, planLateness } from './lateness.ts';

const MINUTE_MS = 60_000;
/** First wait after a failure; it doubles with each further one. */
const FIRST_RETRY_MS = 5 * MINUTE_MS;
const LONGEST_RETRY_MS = 6 * 60 * MINUTE_MS;

/** When a connection is due after a success: the institution's rhythm, spread by its jitter. `spread` is in [0, 1). */
export function planNextSync(now: Instant, rhythm: Institution['rhythm'], spread: number): Instant {
  return addMs(now, rhythm.everyMinutes * MINUTE_MS + Math.floor(rhythm.jitterMinutes * MINUTE_MS * spread));
}

/** When to try again after the n-th failure in a row (from 1): doubling waits, up to six hours, spread by a fifth. */
export function planRetry(now: Instant, consecutiveFailures: number, spread: number): Instant {
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, consecutiveFailures - 1), LONGEST_RETRY_MS);
  return addMs(now, Math.floor(waitMs * (1 + 0.2 * spread)));
}

/** First and last day of a read. */
export interface SyncWindow {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/**
 * What to read of an account: on the first sync the institution's whole history, later back to the oldest pending row
 * and at least as far as the bank is known, or was seen, to book after the fact. A posted row that the last read lacked is asked for
 * again, or the second read that decides whether the bank took it back might begin after it; but never further back than
 * the bank shows. Ends one day ahead, because the bank may already write tomorrow's date where UTC does not.
 */
export function planWindow(input: {
  now: Instant;
  institution: Pick<Institution, 'historyDays' | 'latenessDays' | 'pendingWindowDays'>;
  /** Last day that an earlier complete read covered; null before the first. */
  readThrough: CalendarDate | null;
  oldestPending: CalendarDate | null;
  /** Day of the oldest posted row that the last complete read did not show. */
  oldestMissed: CalendarDate | null;
  /** How late rows came at the latest; 0 where none was. */
  observedLatenessDays: number;
}): SyncWindow {
  const today = utcDateOf(input.now);
  const to = addDays(today, 1);
  const history = addDays(today, -input.institution.historyDays);
  if (input.readThrough === null) return { from: history, to };
  const latenessDays = planLateness(input.institution.latenessDays, input.observedLatenessDays);
  const late = addDays(earlierDate(input.readThrough, today), -latenessDays);
  const open = [
    ...(input.oldestPending === null ? [] : [input.oldestPending]),
    ...(input.oldestMissed === null ? [] : [laterDate(input.oldestMissed, history)]),
  ];
  return { from: open.reduce(earlierDate, late), to };
}

/**
 * The window of a wider read, after the balances stopped adding up. What is missing was booked after the last day that is
 * proven, but it may carry a date as far before that as any bank books after the fact. Never further back than the bank
 * shows; the whole history where no day is proven.
 */
export function planWideWindow(
  normal: SyncWindow,
  input: {
    readonly now: Instant;
    readonly institution: Pick<Institution, 'historyDays'>;
    readonly provenThrough: CalendarDate | null;
  },
): SyncWindow {
  const { now, institution, provenThrough } = input;
  const history = addDays(utcDateOf(now), -institution.historyDays);
  const from = provenThrough === null ? history : laterDate(history, addDays(provenThrough, -LONGEST_LATENESS_DAYS));
  return { from: earlierDate(from, normal.from), to: normal.to };
}

import { addDays, type CalendarDate, laterDate, localDateAt } from '../calendar.ts';
import type { InstitutionStyle } from '../style.ts';
import { findPostingAt, type TransactionRecord } from '../transaction.ts';
import type { SelectedRow, View } from './view.ts';

/** The rows of a view in the bank's own order, and the ledger balances at both ends of it. */
export interface Selection {
  readonly rows: readonly SelectedRow[];
  /** The first day that the bank shows: that of the view, or the last that it still keeps. */
  readonly shownFrom: CalendarDate;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
}

/** Selects posted rows by booking date and pending rows by authorisation date. */
export function selectRows(view: View): Selection {
  const { book, style, atMs, to } = view;
  const horizon = addDays(localDateAt(atMs, style.calendar), -style.retentionDays);
  const shownFrom = laterDate(view.from, horizon);
  const posted: SelectedRow[] = [];
  let balanceMinor = book.plan.openingMinor;
  let openingMinor = balanceMinor;
  let closingMinor = balanceMinor;
  for (const record of book.posted) {
    const posting = findPostingAt(record, atMs);
    if (posting === null) continue;
    const { bookingDate } = posting;
    balanceMinor += posting.amountMinor;
    if (bookingDate < shownFrom) openingMinor = balanceMinor;
    if (bookingDate <= to) closingMinor = balanceMinor;
    if (bookingDate >= shownFrom && bookingDate <= to) posted.push({ record, posting, balanceMinor });
  }
  const pending = book
    .listPendingAt(atMs)
    .filter((record) => isBetween(findAuthorisedDate(record, style), shownFrom, to))
    .map((record): SelectedRow => ({ record, posting: null, balanceMinor }));
  if (style.postedOrder === 'newestFirst') {
    posted.reverse();
    pending.reverse();
  }
  const rows = style.pendingPlacement === 'first' ? [...pending, ...posted] : [...posted, ...pending];
  return { rows, shownFrom, openingMinor, closingMinor };
}

/** The bank's day of the authorisation, or null when there was none. */
export function findAuthorisedDate(
  { authorisedAtMs }: TransactionRecord,
  { calendar }: Pick<InstitutionStyle, 'calendar'>,
): CalendarDate | null {
  return authorisedAtMs === null ? null : localDateAt(authorisedAtMs, calendar);
}

function isBetween(date: CalendarDate | null, from: CalendarDate, to: CalendarDate): boolean {
  return date !== null && date >= from && date <= to;
}

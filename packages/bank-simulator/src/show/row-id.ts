import type { CalendarDate } from '../calendar.ts';
import { hashHex } from '../random.ts';
import type { Eyes, SelectedRow, View } from './view.ts';

/**
 * The lasting id under which the bank shows a transaction in a status at a moment, or null when it shows none that
 * lasts. Even those give way to others when the bank gives all rows new ids.
 */
export function deriveLastingId(
  transactionId: string,
  status: 'pending' | 'posted',
  { seed, style, book, atMs }: Eyes & Pick<View, 'book' | 'atMs'>,
): string | null {
  const reissues = book.idsReissuedAtMs.filter((reissuedAtMs) => reissuedAtMs <= atMs).length;
  const series = reissues === 0 ? [] : [`series ${reissues}`];
  switch (style.rowIds) {
    case 'stable':
      return hashHex(seed, 'row', ...series, transactionId);
    case 'newOnPosting':
      return hashHex(seed, 'row', ...series, status, transactionId);
    case 'reissued':
    case 'dailyNumber':
    case 'none':
      return null;
  }
}

/** The ids that rows show, lasting or not, in the order of the rows; null where the bank shows none. */
export function deriveRowIds(rows: readonly SelectedRow[], view: View): (string | null)[] {
  if (view.style.rowIds === 'dailyNumber') return numberByDay(rows);
  return rows.map(({ record, posting }) => {
    const transactionId = record.plan.id;
    if (view.style.rowIds === 'reissued') return hashHex(view.seed, 'row', `${view.atMs}`, transactionId);
    return deriveLastingId(transactionId, posting === null ? 'pending' : 'posted', view);
  });
}

/** Numbers the posted rows of each day by size, the largest credit first, so that a row that comes later moves others. */
function numberByDay(rows: readonly SelectedRow[]): (string | null)[] {
  const ids: (string | null)[] = rows.map(() => null);
  const days = new Map<CalendarDate, { readonly place: number; readonly amountMinor: bigint; readonly id: string }[]>();
  for (const [place, { record, posting }] of rows.entries()) {
    if (posting === null) continue;
    const ofDay = days.get(posting.bookingDate) ?? [];
    days.set(posting.bookingDate, ofDay);
    ofDay.push({ place, amountMinor: posting.amountMinor, id: record.plan.id });
  }
  for (const [date, ofDay] of days) {
    ofDay.sort((one, other) => compare(other.amountMinor, one.amountMinor) || compare(one.id, other.id));
    for (const [index, { place }] of ofDay.entries()) ids[place] = `${date.replaceAll('-', '')}-${index + 1}`;
  }
  return ids;
}

function compare<T extends bigint | string>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

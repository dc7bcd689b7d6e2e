import type { TransactionContent } from '../transaction.ts';
import { type CalendarDate, calendarDate } from '../values/calendar-date.ts';
import { addDecimals, decimal, formatDecimal, negateDecimal, ZERO } from '../values/decimal.ts';
import type { DayTotal } from './balance-proof.ts';

/** Rows that will not be there any more, and rows that will be. One that changes is both. */
export interface ContentChange {
  readonly gone: readonly TransactionContent[];
  readonly come: readonly TransactionContent[];
}

/** The first day of which a change adds, takes or alters a booking; null where it does so of none. */
export function firstDayOf({ gone, come }: ContentChange): CalendarDate | null {
  let first: CalendarDate | null = null;
  for (const { postedDate } of [...gone, ...come])
    if (postedDate !== null && (first === null || postedDate < first)) first = calendarDate(postedDate);
  return first;
}

/** Sums of an account's posted rows in its currency by day, as they will be after a change. */
export function totalsAfter(before: readonly DayTotal[], { gone, come }: ContentChange, currency: string): DayTotal[] {
  const totals = new Map(before.map(({ date, total }) => [date, decimal(total)] as const));
  const count = (content: TransactionContent, direction: 1 | -1) => {
    const { status, postedDate } = content;
    if (status !== 'posted' || postedDate === null || content.currency !== currency) return;
    const amount = decimal(content.amount);
    const change = direction === 1 ? amount : negateDecimal(amount);
    totals.set(postedDate, addDecimals(totals.get(postedDate) ?? ZERO, change));
  };
  for (const content of gone) count(content, -1);
  for (const content of come) count(content, 1);
  return [...totals].map(([date, total]) => ({ date, total: formatDecimal(total) }));
}

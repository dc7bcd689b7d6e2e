import type { DayTotal } from '../domain/balance-proof.ts';
import type { CalendarDate } from '../domain/calendar-date.ts';
import { addDecimals, decimal, formatDecimal, negateDecimal, ZERO } from '../domain/decimal.ts';
import type { TransactionContent } from '../domain/transaction.ts';
import type { Reconciled } from './reconcile.ts';

/** Day totals of an account's posted rows as they will be once the rows are written. */
export function totalsAfter(
  before: readonly DayTotal[],
  { changes, mirror, currency }: Reconciled & { readonly currency: string },
): DayTotal[] {
  const totals = new Map(before.map(({ date, total }) => [date, decimal(total)] as const));
  const count = (content: TransactionContent | undefined, direction: 1 | -1) => {
    if (content?.status !== 'posted' || content.postedDate === null || content.currency !== currency) return;
    const amount = decimal(content.amount);
    const date: CalendarDate = content.postedDate;
    totals.set(date, addDecimals(totals.get(date) ?? ZERO, direction === 1 ? amount : negateDecimal(amount)));
  };
  for (const { row } of changes.add) count(row.content, 1);
  for (const { id, row } of changes.modify) {
    count(mirror.get(id)?.content, -1);
    count(row.content, 1);
  }
  for (const { id } of changes.remove) count(mirror.get(id)?.content, -1);
  return [...totals].map(([date, total]) => ({ date, total: formatDecimal(total) }));
}

import type { StatedBalance } from '../account.ts';
import type { TransactionContent } from '../transaction.ts';
import type { CalendarDate } from '../values/calendar-date.ts';
import { addDecimals, type Decimal, decimal, subtractDecimals, ZERO } from '../values/decimal.ts';

/** The days between the first and the last balance that a source states, and by how much the balance moved. */
export interface StatedSpan {
  /** Rows of this day are in the first balance already. */
  readonly after: CalendarDate;
  readonly through: CalendarDate;
  readonly moved: Decimal;
}

/** Null without two balances of two days. A balance worked out from the rows themselves proves nothing of them. */
export function findStatedSpan(statedBalances: readonly StatedBalance[]): StatedSpan | null {
  const anchors = statedBalances.filter(({ statedAs }) => statedAs !== 'running');
  const [first, ...rest] = [...anchors].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const last = rest.at(-1);
  if (first === undefined || last === undefined || first.date === last.date) return null;
  const moved = subtractDecimals(decimal(last.amount), decimal(first.amount));
  return { after: first.date, through: last.date, moved };
}

/** Whether a row moves the balance within a span: booked, in the account's currency, on one of its days. */
export function isInSpan(content: TransactionContent, { after, through }: StatedSpan, currency: string): boolean {
  const { status, postedDate } = content;
  return (
    status === 'posted' &&
    content.currency === currency &&
    postedDate !== null &&
    postedDate > after &&
    postedDate <= through
  );
}

/** Sum of the rows that move the balance within a span. */
export function sumInSpan(rows: Iterable<TransactionContent>, span: StatedSpan, currency: string): Decimal {
  let sum = ZERO;
  for (const content of rows) if (isInSpan(content, span, currency)) sum = addDecimals(sum, decimal(content.amount));
  return sum;
}

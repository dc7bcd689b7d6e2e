import type { CalendarDate, ShownRow, ShownWindow } from '@causeway/bank-simulator';

/** One page of a download, before it is laid out. */
export interface ShownPage {
  readonly shown: ShownWindow;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly ShownRow[];
}

/**
 * The bank's other layout, as banks bring one out overnight: other names, dates written in another way, and amounts
 * without a sign in two columns. A reader of the first layout must not find anything here that it knows.
 */
export function presentInSecondLayout({ shown, page, pages, rows }: ShownPage) {
  const [opening, closing] = shown.balances;
  return {
    generatedAt: shown.asOf,
    product: { number: shown.account.number, label: shown.account.name, currency: shown.account.currency },
    period: { begin: presentDate(shown.from), end: presentDate(shown.to) },
    sheet: { number: page, of: pages },
    broughtForward: opening?.amount,
    carriedForward: closing?.amount,
    movements: rows.map((row) => {
      const isDebit = row.amount.startsWith('-');
      const amount = isDebit ? row.amount.slice(1) : row.amount;
      return {
        key: row.id,
        state: row.status === 'posted' ? 'B' : 'V',
        booked: row.bookingDate === null ? '' : presentDate(row.bookingDate),
        valued: row.valueDate === null ? '' : presentDate(row.valueDate),
        debit: isDebit ? amount : '',
        credit: isDebit ? '' : amount,
        memo: row.text,
      };
    }),
  };
}

/** Day, month and year with dots. */
function presentDate(date: CalendarDate): string {
  const [year, month, day] = date.split('-');
  return `${day}.${month}.${year}`;
}

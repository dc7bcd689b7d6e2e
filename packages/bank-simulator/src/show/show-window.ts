import type { AccountBook } from '../account.ts';
import { earlierDate, localDateAt, toInstant } from '../calendar.ts';
import { renderDecimal } from '../money.ts';
import { presentRow } from './present-row.ts';
import { deriveRowIds } from './row-id.ts';
import { selectRows } from './select-rows.ts';
import type { ShownAccount, ShownWindow } from './shown.ts';
import type { Eyes, View } from './view.ts';

/** A window as the bank shows it, with the truth behind its rows. */
export interface IdentifiedWindow {
  readonly window: ShownWindow;
  /** The true transaction behind each row, in the order of the rows. */
  readonly truths: readonly string[];
}

/** Shows an account without rows. */
export function showAccount(book: AccountBook, atMs: number): ShownAccount {
  const { id, name, type, currency, routingNumber, bic } = book.plan;
  return {
    ...{ id, number: book.numberAt(atMs), name, type, currency, routingNumber, bic },
    status: book.isClosedAt(atMs) ? 'closed' : 'open',
    ledgerBalance: renderDecimal(book.ledgerMinorAt(atMs), currency),
    availableBalance: renderDecimal(book.availableMinorAt(atMs), currency),
  };
}

/** Shows a window: opening ledger balance plus its posted rows is its closing ledger balance, at every moment. */
export function showWindow(view: View): IdentifiedWindow {
  const { book, style, atMs } = view;
  const selection = selectRows(view);
  const ids = deriveRowIds(selection.rows, view);
  const { currency } = book.plan;
  const window: ShownWindow = {
    asOf: toInstant(atMs),
    account: showAccount(book, atMs),
    from: view.from,
    to: view.to,
    complete: selection.shownFrom === view.from,
    balances: [
      { type: 'openingLedger', date: selection.shownFrom, amount: renderDecimal(selection.openingMinor, currency) },
      {
        type: 'closingLedger',
        date: earlierDate(view.to, localDateAt(atMs, style.calendar)),
        amount: renderDecimal(selection.closingMinor, currency),
      },
    ],
    rows: selection.rows.map((row, place) => presentRow(row, ids[place] ?? null, place, view)),
    layout: layoutAt(view, atMs),
  };
  return { window, truths: selection.rows.map(({ record }) => record.plan.id) };
}

/** The layout in which the bank shows everything at a moment; each change leads to the other of the two. */
export function layoutAt({ style, layoutChangedAtMs }: Eyes, atMs: number): 1 | 2 {
  const { secondLayoutFrom, calendar } = style;
  const ofStyle = secondLayoutFrom !== null && localDateAt(atMs, calendar) >= secondLayoutFrom ? 1 : 0;
  const changes = ofStyle + layoutChangedAtMs.filter((changedAtMs) => changedAtMs <= atMs).length;
  return changes % 2 === 0 ? 1 : 2;
}

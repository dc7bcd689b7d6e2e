import type { CalendarDate } from './calendar.ts';
import { showWindow } from './show/show-window.ts';
import type { ShownAccount, ShownBalance, ShownRow } from './show/shown.ts';
import type { View } from './show/view.ts';
import type { InstitutionStyle } from './style.ts';

/**
 * A statement of posted rows, as a bank puts it into a file. It names no format: whoever writes files (a writer of
 * BAI2, camt.053, MT940, OFX or CSV) takes this and decides how it is spelt.
 */
export interface ShownStatement {
  readonly account: ShownAccount;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Ledger balance before the first and after the last entry; opening plus entries is closing. */
  readonly opening: ShownBalance;
  readonly closing: ShownBalance;
  /** Posted rows, oldest first, whatever the order on the bank's pages. */
  readonly entries: readonly ShownRow[];
}

/** Shows a statement of an account, and separately the true transaction behind each entry. */
export function showStatement(view: View): {
  readonly statement: ShownStatement;
  readonly truths: readonly string[];
} {
  const style: InstitutionStyle = { ...view.style, postedOrder: 'oldestFirst', pendingPlacement: 'last' };
  const { window, truths } = showWindow({ ...view, style });
  const [opening, closing] = window.balances;
  if (opening === undefined || closing === undefined) throw new Error('a window has two balances');
  const entries = window.rows.filter(({ status }) => status === 'posted');
  const { account, from, to } = window;
  // Pending rows come last, so the truths of the posted ones come first.
  return { statement: { account, from, to, opening, closing, entries }, truths: truths.slice(0, entries.length) };
}

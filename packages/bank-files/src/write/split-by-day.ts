import { addDecimals, type Decimal, parseDecimal } from '../decimal.ts';
import { formatAmount } from '../statement-tally.ts';
import { findOutgoingBalance, type OutgoingBalance, type OutgoingEntry, type OutgoingStatement } from './outgoing.ts';

/**
 * A statement for each day that has entries, as BAI2 wants them; each day closes where the next one opens. Entries come in the order of their
 * booking days, and those of one day are held at a time. The last day keeps the closing balance of the whole,
 * if there is one. Throws a RangeError for an entry without a booking day, or one behind a later day.
 */
export async function* splitByDay(statement: OutgoingStatement): AsyncGenerator<OutgoingStatement, void, undefined> {
  const { currency } = statement.account;
  const opening = findOutgoingBalance(statement.balances, 'opening');
  const closing = findOutgoingBalance(statement.balances, 'closing');
  let balance: Decimal | null = opening === null ? null : parseDecimal(opening.amount);
  const build = (day: string, entries: readonly OutgoingEntry[], isLast: boolean): OutgoingStatement => {
    const balances: OutgoingBalance[] = [];
    if (balance !== null) balances.push({ type: 'opening', amount: formatAmount(balance, currency), date: day });
    for (const { amount, status = 'posted' } of entries)
      balance = status === 'posted' ? addTo(balance, amount) : balance;
    // How the whole ends is for its source to say.
    const stated = isLast ? (closing?.amount ?? null) : balance === null ? null : formatAmount(balance, currency);
    if (stated !== null) balances.push({ type: 'closing', amount: stated, date: day });
    return { ...statement, asOfDate: day, periodFrom: null, periodTo: null, balances, entries };
  };
  let day: string | null = null;
  let held: OutgoingEntry[] = [];
  for await (const entry of statement.entries) {
    const { bookingDate } = entry;
    if (bookingDate === null) throw new RangeError('splitByDay needs the bookingDate of every entry');
    if (day !== null && bookingDate < day) {
      throw new RangeError(`splitByDay needs entries in the order of bookingDate: ${bookingDate} stands behind ${day}`);
    }
    if (day !== null && bookingDate !== day) {
      yield build(day, held, false);
      held = [];
    }
    day = bookingDate;
    held.push(entry);
  }
  yield day === null ? { ...statement, entries: [] } : build(day, held, true);
}

function addTo(balance: Decimal | null, amount: string): Decimal | null {
  const value = parseDecimal(amount);
  return balance === null || value === null ? null : addDecimals(balance, value);
}

import { findCurrencyExponent } from './currency-exponent.ts';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  negateDecimal,
  parseDecimal,
  ZERO,
} from './decimal.ts';
import { type Balance, type Entry, findBalance, type StatementTotals } from './statement.ts';

interface Sums {
  credits: Decimal;
  debits: Decimal;
}

/** Counts and sums the entries of one statement, so that none of them has to be kept. */
export class StatementTally {
  #entryCount = 0;
  #postedCount = 0;
  #pendingCount = 0;
  #reversalCount = 0;
  #detailCount = 0;
  readonly #posted = new Map<string | null, Sums>();

  /** `amount` is the entry's signed amount. */
  add(entry: Entry, amount: Decimal): void {
    this.#entryCount++;
    this.#detailCount += entry.details.length;
    if (entry.isReversal) this.#reversalCount++;
    if (entry.status === 'pending') this.#pendingCount++;
    if (entry.status !== 'posted') return;
    this.#postedCount++;
    let sums = this.#posted.get(entry.currency);
    if (sums === undefined) {
      sums = { credits: ZERO, debits: ZERO };
      this.#posted.set(entry.currency, sums);
    }
    if (entry.entryType === 'credit') sums.credits = addDecimals(sums.credits, amount);
    else sums.debits = addDecimals(sums.debits, negateDecimal(amount));
  }

  get entryCount(): number {
    return this.#entryCount;
  }

  totals(): StatementTotals {
    const sums = [...this.#posted].map(([currency, { credits, debits }]) => ({
      currency,
      credits: formatAmount(credits, currency),
      debits: formatAmount(debits, currency),
    }));
    return {
      entryCount: this.#entryCount,
      postedCount: this.#postedCount,
      pendingCount: this.#pendingCount,
      informationCount: this.#entryCount - this.#postedCount - this.#pendingCount,
      reversalCount: this.#reversalCount,
      detailCount: this.#detailCount,
      sums,
    };
  }

  /**
   * Whether opening balance + posted entries = closing balance; null when the file lacks one of the two balances.
   * Entries in another currency cannot move this balance and are left out.
   */
  balancesAddUp(balances: readonly Balance[]): boolean | null {
    const opening = findBalance(balances, 'opening');
    const closing = findBalance(balances, 'closing');
    if (opening === null || closing === null) return null;
    if (opening.currency !== closing.currency) return false;
    const sums = this.#posted.get(opening.currency) ?? { credits: ZERO, debits: ZERO };
    const movement = addDecimals(sums.credits, negateDecimal(sums.debits));
    const from = parseDecimal(opening.amount) ?? ZERO;
    const to = parseDecimal(closing.amount) ?? ZERO;
    return compareDecimals(addDecimals(from, movement), to) === 0;
  }
}

/** An amount in canonical form: the decimals of its currency (two when unknown), more only where they are not zero. */
export function formatAmount(amount: Decimal, currency: string | null): string {
  return formatDecimal(amount, (currency === null ? null : findCurrencyExponent(currency)) ?? 2);
}

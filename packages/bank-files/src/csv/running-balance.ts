import type { CalendarDate } from '../calendar-date.ts';
import { addDecimals, compareDecimals, type Decimal, negateDecimal, ZERO } from '../decimal.ts';

export interface BalanceAfterRow {
  readonly balance: Decimal;
  readonly date: CalendarDate | null;
}

/**
 * Follows the balance that a bank prints after each row, or after some. Exports run forwards or backwards in time: both are tried,
 * and the one that holds for every row tells which balance is the latest. Nothing but the first and the last row is kept.
 */
export class RunningBalance {
  #first: BalanceAfterRow | null = null;
  #last: BalanceAfterRow | null = null;
  #lastAmount: Decimal = ZERO;
  /** What the rows since the last one with a balance come to, this row included. */
  #since: Decimal = ZERO;
  #rowCount = 0;
  #comparisons = 0;
  #holdsForwards = true;
  #holdsBackwards = true;
  #isFirstRow = false;

  /** `balance` is null for a row without one. */
  add(amount: Decimal, balance: Decimal | null, date: CalendarDate | null): void {
    this.#rowCount++;
    this.#since = addDecimals(this.#since, amount);
    if (balance === null) return;
    const last = this.#last;
    if (last !== null) {
      this.#comparisons++;
      const forwards = addDecimals(last.balance, this.#since);
      if (compareDecimals(forwards, balance) !== 0) this.#holdsForwards = false;
      // Backwards the row before took its own amount to come from this balance to its own.
      const between = addDecimals(addDecimals(this.#since, negateDecimal(amount)), this.#lastAmount);
      if (compareDecimals(addDecimals(balance, between), last.balance) !== 0) this.#holdsBackwards = false;
    }
    this.#last = { balance, date };
    if (this.#first === null) {
      this.#first = this.#last;
      this.#isFirstRow = this.#rowCount === 1;
    }
    this.#lastAmount = amount;
    this.#since = ZERO;
  }

  /** Whether every balance follows from the one before; null without two of them. */
  get holds(): boolean | null {
    return this.#comparisons === 0 ? null : this.#holdsForwards || this.#holdsBackwards;
  }

  /** The balance after the latest row; null when the rows do not tell which one that is, or it has none. */
  findLatest(): BalanceAfterRow | null {
    if (this.#first === null || this.#last === null) return null;
    const isLastRow = this.#since.units === 0n;
    if (this.#rowCount === 1) return this.#last;
    if (this.holds !== true || this.#holdsForwards === this.#holdsBackwards) return null;
    if (this.#holdsForwards) return isLastRow ? this.#last : null;
    return this.#isFirstRow ? this.#first : null;
  }
}

import { addDecimals, compareDecimals, type Decimal, ZERO } from '../decimal.ts';
import type { EntryTotal } from './entry-total.ts';

/** Counts and sums every entry of a message by side, whatever its status, to hold against what the bank states. */
export class MtEntrySums {
  readonly #sides = { credit: { count: 0, sum: ZERO }, debit: { count: 0, sum: ZERO } };

  /** `amount` is unsigned. */
  add(side: 'credit' | 'debit', amount: Decimal): void {
    const sums = this.#sides[side];
    sums.count++;
    sums.sum = addDecimals(sums.sum, amount);
  }

  /** The number of entries of a side. */
  countOf(side: 'credit' | 'debit'): number {
    return this.#sides[side].count;
  }

  /** Whether every stated number agrees; null when none is stated. */
  countsMatch(totals: readonly EntryTotal[]): boolean | null {
    return totals.length === 0 ? null : totals.every(({ side, count }) => count === this.#sides[side].count);
  }

  /** Whether every stated sum agrees; null when none is stated. */
  sumsMatch(totals: readonly EntryTotal[]): boolean | null {
    return totals.length === 0
      ? null
      : totals.every(({ side, sum }) => compareDecimals(sum, this.#sides[side].sum) === 0);
  }
}

import { type DateOrder, parseLooseDate, splitDate } from '../loose-date.ts';

/** QIF writes 3/4/2020 and does not say which is the month: the file as a whole has to tell, never a single record. */
export class DateOrderFinder {
  #decided: DateOrder | null = null;
  #hasApostrophe = false;
  #isAmbiguous = false;
  readonly #sequences = { DMY: new Sequence('DMY'), MDY: new Sequence('MDY') };

  /** The order, once a date has a part above 12. */
  get decided(): DateOrder | null {
    return this.#decided;
  }

  add(text: string): void {
    if (this.#decided !== null) return;
    const parts = splitDate(text);
    if (parts === null || parts.yearAt === 0 || parts.monthAt !== -1) return;
    const [first, second] = parts.numbers;
    if (first > 12 && second <= 12) this.#decided = 'DMY';
    else if (second > 12 && first <= 12) this.#decided = 'MDY';
    if (first !== second) this.#isAmbiguous = true;
    // Quicken writes the years of this century behind an apostrophe, and the month first.
    if (/['\u2019]/.test(text)) this.#hasApostrophe = true;
    this.#sequences.DMY.add(text);
    this.#sequences.MDY.add(text);
  }

  /** The order for a file of which no date tells it: one in which the dates run in sequence, else the fallback. */
  conclude(fallback: DateOrder): { readonly order: DateOrder; readonly isAssumed: boolean } {
    if (this.#decided !== null) return { order: this.#decided, isAssumed: false };
    const [dayFirst, monthFirst] = [this.#sequences.DMY.isSteady, this.#sequences.MDY.isSteady];
    if (dayFirst !== monthFirst) return { order: dayFirst ? 'DMY' : 'MDY', isAssumed: false };
    if (this.#hasApostrophe) return { order: 'MDY', isAssumed: false };
    return { order: fallback, isAssumed: this.#isAmbiguous };
  }
}

/** Whether dates, read in one order, rise all the way or fall all the way. */
class Sequence {
  readonly #order: DateOrder;
  #last = '';
  #changes = 0;
  #rises = true;
  #falls = true;

  constructor(order: DateOrder) {
    this.#order = order;
  }

  add(text: string): void {
    const date = parseLooseDate(text, this.#order)?.date ?? '';
    if (this.#last !== '' && date !== this.#last) {
      this.#changes++;
      if (date < this.#last) this.#rises = false;
      else this.#falls = false;
    }
    this.#last = date;
  }

  get isSteady(): boolean {
    return this.#changes >= 2 && this.#rises !== this.#falls;
  }
}

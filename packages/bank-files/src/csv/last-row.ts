import type { DecimalMark } from '../loose-amount.ts';
import { type CsvPlaces, cellAt } from './profile.ts';
import type { RowReading } from './row-reader.ts';

/**
 * Tells whether a table was cut within its last row. A row without a line end is the usual end of a table as well, so
 * only what the rows before it never do counts: fewer cells, or fewer decimals.
 */
export class LastRowCheck {
  readonly #places: CsvPlaces;
  readonly #mark: DecimalMark;
  /** Cells of the titles; null where there are none. */
  readonly #width: number | null;
  /** The fewest decimals in the last column, where that is one of money. */
  #decimals = Number.POSITIVE_INFINITY;

  constructor(places: CsvPlaces, mark: DecimalMark, width: number | null) {
    this.#places = places;
    this.#mark = mark;
    this.#width = width;
  }

  /** Takes a row that has its line end. */
  add(cells: readonly string[]): void {
    const decimals = this.#readDecimals(cells);
    if (decimals !== null && decimals < this.#decimals) this.#decimals = decimals;
  }

  /** What shows that the last row, which has no line end, is cut; null where nothing does. */
  findCut(cells: readonly string[], reading: RowReading): string | null {
    const isShort = this.#width !== null && cells.length < this.#width;
    // Totals and notes below a table are short rows too, but have no date.
    const hasDate = reading.kind === 'movement' || /^\d/.test(cellAt(cells, this.#places.date));
    if (isShort && hasDate) return 'the last row has fewer cells than the others and no line end';
    const decimals = reading.kind === 'movement' ? this.#readDecimals(cells) : null;
    if (decimals !== null && decimals < this.#decimals && this.#decimals !== Number.POSITIVE_INFINITY)
      return `the last row ends with ${decimals} decimals, all others with ${this.#decimals} or more, and no line end`;
    return null;
  }

  #readDecimals(cells: readonly string[]): number | null {
    const place = cells.length - 1;
    const { amount, debit, credit, balance } = this.#places;
    if (![amount, debit, credit, balance].includes(place)) return null;
    const text = cells[place] ?? '';
    const at = text.lastIndexOf(this.#mark);
    let end = at + 1;
    while (at !== -1 && isDigit(text.charCodeAt(end))) end++;
    return text === '' ? null : at === -1 ? 0 : end - at - 1;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

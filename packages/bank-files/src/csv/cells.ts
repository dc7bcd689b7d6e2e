/**
 * Splits lines at their delimiter. A cell that begins with a quote ends at the next single one, two stand for one, and it may go on in the
 * next line. What was read stays read: each line is looked at once, whatever stood before it.
 */
export class CellSplitter {
  readonly #delimiter: string;
  readonly #quote: string | null;
  #cells: string[] = [];
  /** The quoted cell that is open, a piece for each line, as written; null when none is. */
  #open: string[] | null = null;

  constructor(delimiter: string, quote: string | null) {
    this.#delimiter = delimiter;
    this.#quote = quote;
  }

  /** Whether the last cell is quoted and goes on in the next line. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Takes the next line: of the row that is open, else of a new one. */
  write(line: string): void {
    const quote = this.#quote;
    if (quote === null || (this.#open === null && !line.includes(quote))) {
      this.#cells = line.split(this.#delimiter);
      return;
    }
    let at = this.#open === null ? 0 : this.#readQuoted(line, 0, quote);
    while (at !== -1) {
      const start = this.#skipBlanks(line, at);
      if (line[start] === quote) {
        this.#open = [];
        at = this.#readQuoted(line, start + 1, quote);
      } else {
        at = this.#readPlain(line, at, '');
      }
    }
  }

  /** The cells of the row, one that is open as far as it has come. The next line begins another row. */
  take(): string[] {
    const cells = this.#cells;
    if (this.#open !== null) cells.push(this.#open.join('\n'));
    this.#open = null;
    this.#cells = [];
    return cells;
  }

  #skipBlanks(line: string, from: number): number {
    let at = from;
    while (line[at] === ' ' && this.#delimiter !== ' ') at++;
    return at;
  }

  /** Ends a cell at the next delimiter, behind `front`, and gives the place of the next cell, or -1 at the end of the line. */
  #readPlain(line: string, from: number, front: string): number {
    const end = line.indexOf(this.#delimiter, from);
    this.#cells.push(front + line.slice(from, end === -1 ? line.length : end));
    return end === -1 ? -1 : end + this.#delimiter.length;
  }

  /** Reads on in the open cell and gives the place of the next one, or -1 at the end of the line. */
  #readQuoted(line: string, start: number, quote: string): number {
    const pieces = this.#open ?? [];
    const end = findClosingQuote(line, start, quote);
    pieces.push(line.slice(start, end === -1 ? line.length : end));
    if (end === -1) return -1;
    this.#open = null;
    const text = pieces.join('\n').replaceAll(quote + quote, () => quote);
    // What stands between the closing quote and the delimiter belongs to the cell, as sloppy exports write it.
    return this.#readPlain(line, end + 1, text);
  }
}

/** The place of the first quote that stands alone, or -1 when there is none on this line. */
function findClosingQuote(line: string, start: number, quote: string): number {
  let at = line.indexOf(quote, start);
  while (at !== -1 && line[at + 1] === quote) at = line.indexOf(quote, at + 2);
  return at;
}

/** The text of a cell: blanks around it gone, and the formula that keeps a spreadsheet from reading a number (`="0012"`). */
export function cleanCell(cell: string | undefined): string {
  const text = cell?.trim() ?? '';
  return text.startsWith('="') && text.endsWith('"') && text.length > 3 ? text.slice(2, -1) : text;
}

import type { PhysicalLine } from '../line-splitter.ts';
import { splitCells } from './cells.ts';

export interface CsvRow {
  readonly cells: readonly string[];
  /** From 0, blank lines counted. */
  readonly index: number;
  readonly line: number;
  readonly byteOffset: number;
  /** False when the file ended within this row. */
  readonly isTerminated: boolean;
}

/** A quoted cell may go on over so many lines; a stray quote would swallow the rest of the file. */
const MAX_LINES_PER_ROW = 200;

/** Puts lines together to rows: mostly one each, more where a quoted cell holds line ends. */
export class RowAssembler {
  readonly #delimiter: string;
  readonly #quote: string | null;
  #first: PhysicalLine | null = null;
  #text = '';
  #lineCount = 0;
  #rowCount = 0;
  #isOverlong = false;

  constructor(delimiter: string, quote: string | null) {
    this.#delimiter = delimiter;
    this.#quote = quote;
  }

  /** A quote was not closed within the lines that a cell may have. */
  get isOverlong(): boolean {
    return this.#isOverlong;
  }

  write(line: PhysicalLine): CsvRow | null {
    const isContinued = this.#first !== null;
    const first = this.#first ?? line;
    const text = isContinued ? `${this.#text}\n${line.text}` : line.text;
    const { cells, isOpen } = splitCells(text, this.#delimiter, this.#quote);
    this.#lineCount = isContinued ? this.#lineCount + 1 : 1;
    if (isOpen && line.isTerminated) {
      this.#first = first;
      this.#text = text;
      if (this.#lineCount >= MAX_LINES_PER_ROW) this.#isOverlong = true;
      return null;
    }
    this.#first = null;
    this.#text = '';
    return {
      cells,
      index: this.#rowCount++,
      line: first.line,
      byteOffset: first.byteOffset,
      isTerminated: line.isTerminated && !isOpen,
    };
  }

  /** The row that was not finished when the file ended, or null. */
  end(): CsvRow | null {
    const first = this.#first;
    if (first === null) return null;
    this.#first = null;
    const { cells } = splitCells(this.#text, this.#delimiter, this.#quote);
    return { cells, index: this.#rowCount++, line: first.line, byteOffset: first.byteOffset, isTerminated: false };
  }
}

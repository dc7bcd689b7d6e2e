import type { PhysicalLine } from '../line-splitter.ts';
import { CellSplitter } from './cells.ts';

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

/** All lines of a row together. One alone may be as long, and no export comes near it. */
const MAX_ROW_LENGTH = 1_000_000;

/** Puts lines together to rows: mostly one each, more where a quoted cell holds line ends. Each line is split once. */
export class RowAssembler {
  readonly #splitter: CellSplitter;
  #first: PhysicalLine | null = null;
  #lineCount = 0;
  #length = 0;
  #rowCount = 0;
  #fault: string | null = null;

  constructor(delimiter: string, quote: string | null) {
    this.#splitter = new CellSplitter(delimiter, quote);
  }

  /** Why the row that is open is no row; null as long as it may be one. */
  get fault(): string | null {
    return this.#fault;
  }

  write(line: PhysicalLine): CsvRow | null {
    this.#first ??= line;
    this.#lineCount++;
    this.#length += line.text.length;
    if (this.#length > MAX_ROW_LENGTH) {
      this.#fault = `a row with a quoted cell has more than ${MAX_ROW_LENGTH} characters`;
      return null;
    }
    this.#splitter.write(line.text);
    const { isOpen } = this.#splitter;
    if (!isOpen || !line.isTerminated) return this.#finish(line.isTerminated && !isOpen);
    if (this.#lineCount >= MAX_LINES_PER_ROW) {
      this.#fault = `a quoted cell does not end within ${MAX_LINES_PER_ROW} lines`;
    }
    return null;
  }

  /** The row that was not finished when the file ended, or null. */
  end(): CsvRow | null {
    return this.#finish(false);
  }

  #finish(isTerminated: boolean): CsvRow | null {
    const first = this.#first;
    if (first === null) return null;
    this.#first = null;
    this.#lineCount = 0;
    this.#length = 0;
    const { line, byteOffset } = first;
    return { cells: this.#splitter.take(), index: this.#rowCount++, line, byteOffset, isTerminated };
  }
}

import type { LineEnding } from './bank-file-event.ts';
import { countBytes, type TextChunk } from './decode-text.ts';

export interface PhysicalLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly byteOffset: number;
  /** False for a last line without a line end: the file may have been cut inside it. */
  readonly isTerminated: boolean;
}

/** Splits decoded text into lines at LF, CRLF or CR, mixed as they come, and keeps count of lines and bytes. */
export class LineSplitter {
  #carry = '';
  #carryBytes = 0;
  #line = 1;
  #byteOffset: number;
  #afterCr = false;
  #isOverflowing = false;
  #lfCount = 0;
  #crCount = 0;
  #crlfCount = 0;
  readonly #maxLineLength: number;

  constructor(startOffset: number, maxLineLength: number) {
    this.#byteOffset = startOffset;
    this.#maxLineLength = maxLineLength;
  }

  get line(): number {
    return this.#line;
  }

  get byteOffset(): number {
    return this.#byteOffset;
  }

  /** True when a line, finished or not, has passed the limit. */
  get isOverflowing(): boolean {
    return this.#isOverflowing || this.#carry.length > this.#maxLineLength;
  }

  get lineEnding(): LineEnding {
    const kinds = [this.#lfCount, this.#crCount, this.#crlfCount].filter((count) => count > 0).length;
    if (kinds === 0) return 'none';
    if (kinds > 1) return 'mixed';
    return this.#lfCount > 0 ? 'LF' : this.#crCount > 0 ? 'CR' : 'CRLF';
  }

  write(chunk: TextChunk): PhysicalLine[] {
    const lines: PhysicalLine[] = [];
    const { text, width } = chunk;
    const unit = width === 2 ? 2 : 1;
    const ends = new LineEndFinder(text);
    let start = this.#skipLineFeedAfterCr(text, unit);
    while (start < text.length) {
      const end = ends.next(start);
      if (end === -1) break;
      const part = text.slice(start, end);
      if (this.#carry.length + part.length > this.#maxLineLength) {
        // The same stop as for an unfinished line, so that it makes no difference how the bytes arrived.
        this.#isOverflowing = true;
        return lines;
      }
      const bytes = this.#carryBytes + countBytes(part, width);
      lines.push({
        text: this.#carry === '' ? part : this.#carry + part,
        line: this.#line,
        byteOffset: this.#byteOffset,
        isTerminated: true,
      });
      this.#carry = '';
      this.#carryBytes = 0;
      this.#line++;
      this.#byteOffset += bytes + unit;
      if (text.charCodeAt(end) === 13) {
        this.#crCount++;
        this.#afterCr = true;
      } else {
        this.#lfCount++;
      }
      start = end + 1 + this.#skipLineFeedAfterCr(text.slice(end + 1, end + 2), unit);
    }
    if (start < text.length) {
      const tail = text.slice(start);
      this.#carry += tail;
      this.#carryBytes += countBytes(tail, width);
    }
    return lines;
  }

  end(): PhysicalLine[] {
    if (this.#carry === '') return [];
    const last = { text: this.#carry, line: this.#line, byteOffset: this.#byteOffset, isTerminated: false };
    this.#byteOffset += this.#carryBytes;
    this.#carry = '';
    this.#carryBytes = 0;
    return [last];
  }

  /** A CR ends its line at once; an LF right behind it, maybe in the next chunk, belongs to the same line end. */
  #skipLineFeedAfterCr(text: string, unit: number): number {
    if (!this.#afterCr || text === '') return 0;
    this.#afterCr = false;
    if (text.charCodeAt(0) !== 10) return 0;
    this.#crCount--;
    this.#crlfCount++;
    this.#byteOffset += unit;
    return 1;
  }
}

/** Finds the line ends of a text one by one. Where the next of each kind stands is remembered, so that each character is looked at once. */
class LineEndFinder {
  readonly #text: string;
  /** The text's length when there are no more of the kind. */
  #lf = -1;
  #cr = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of the first line end from `start` on, or -1. `start` must not go back. */
  next(start: number): number {
    if (this.#lf < start) this.#lf = this.#find('\n', start);
    if (this.#cr < start) this.#cr = this.#find('\r', start);
    const end = Math.min(this.#lf, this.#cr);
    return end === this.#text.length ? -1 : end;
  }

  #find(character: string, start: number): number {
    const at = this.#text.indexOf(character, start);
    return at === -1 ? this.#text.length : at;
  }
}

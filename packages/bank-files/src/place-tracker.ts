import type { LineEnding } from './bank-file-event.ts';
import { countBytes, type TextChunk } from './decode-text.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly byteOffset: number;
}

/**
 * Turns positions in decoded text into lines and byte offsets, for formats in which lines mean nothing. Positions count characters
 * from the first chunk on and must not go back; each character is looked at once.
 */
export class PlaceTracker {
  #chunk: TextChunk = { text: '', width: 1 };
  #chunkStart = 0;
  #at = 0;
  #line = 1;
  #byteOffset: number;
  /** Where the next line ends of either kind stand in the chunk. */
  #nextLf = Number.POSITIVE_INFINITY;
  #nextCr = Number.POSITIVE_INFINITY;
  #wasCrBefore = false;
  #lfCount = 0;
  #crCount = 0;
  #crlfCount = 0;

  constructor(startOffset: number) {
    this.#byteOffset = startOffset;
  }

  /** The number of characters written before the current chunk and in it. */
  get length(): number {
    return this.#chunkStart + this.#chunk.text.length;
  }

  next(chunk: TextChunk): void {
    const end = this.length;
    this.#advance(end);
    if (this.#chunk.text !== '') this.#wasCrBefore = this.#chunk.text.endsWith('\r');
    this.#chunk = chunk;
    this.#chunkStart = end;
    this.#nextLf = findNext(chunk.text, '\n', 0);
    this.#nextCr = findNext(chunk.text, '\r', 0);
  }

  /** Takes back the end of the chunk from `position` on, which the caller puts before the next one. */
  giveBack(position: number): void {
    this.#advance(position);
    this.#chunk = { text: this.#chunk.text.slice(0, position - this.#chunkStart), width: this.#chunk.width };
  }

  /** The place of a position; one before the last that was asked for gives the last. */
  placeOf(position: number): Place {
    if (position > this.#at) this.#advance(Math.min(position, this.length));
    return { line: this.#line, byteOffset: this.#byteOffset };
  }

  /** What the line ends were, up to the last place asked for. */
  get lineEnding(): LineEnding {
    const kinds = [this.#lfCount, this.#crCount, this.#crlfCount].filter((count) => count > 0).length;
    if (kinds === 0) return 'none';
    if (kinds > 1) return 'mixed';
    return this.#lfCount > 0 ? 'LF' : this.#crCount > 0 ? 'CR' : 'CRLF';
  }

  #advance(end: number): void {
    if (end === this.#at) return;
    const { text, width } = this.#chunk;
    const from = this.#at - this.#chunkStart;
    const to = end - this.#chunkStart;
    while (this.#nextLf < to || this.#nextCr < to) this.#readLineEnd(text);
    this.#byteOffset += width === 'utf8' ? countBytes(text.slice(from, to), width) : (to - from) * width;
    this.#at = end;
  }

  /** A CR ends its line at once; the LF right behind it, maybe in the next chunk, belongs to the same line end. */
  #readLineEnd(text: string): void {
    if (this.#nextCr < this.#nextLf) {
      this.#crCount++;
      this.#line++;
      this.#nextCr = findNext(text, '\r', this.#nextCr + 1);
      return;
    }
    const at = this.#nextLf;
    if (at === 0 ? this.#wasCrBefore : text.charCodeAt(at - 1) === 13) {
      this.#crCount--;
      this.#crlfCount++;
    } else {
      this.#lfCount++;
      this.#line++;
    }
    this.#nextLf = findNext(text, '\n', at + 1);
  }
}

function findNext(text: string, character: string, start: number): number {
  const at = text.indexOf(character, start);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

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
  /** How many of the chunk's characters came before it, and how wide those are. */
  #front: { readonly length: number; readonly width: TextChunk['width'] } = { length: 0, width: 1 };
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

  /** `carry` was given back from the chunk before and stands in front. */
  next(chunk: TextChunk, carry = ''): void {
    const end = this.length;
    this.#advance(end);
    if (this.#chunk.text !== '') this.#wasCrBefore = this.#chunk.text.endsWith('\r');
    this.#front = { length: carry.length, width: isPlain(carry) ? chunk.width : this.#chunk.width };
    const text = carry + chunk.text;
    this.#chunk = { text, width: chunk.width };
    this.#chunkStart = end;
    this.#nextLf = findNext(text, '\n', 0);
    this.#nextCr = findNext(text, '\r', 0);
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
    const border = Math.min(Math.max(from, this.#front.length), to);
    this.#byteOffset += sizeOf(text, from, border, this.#front.width) + sizeOf(text, border, to, width);
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

function sizeOf(text: string, from: number, to: number, width: TextChunk['width']): number {
  return width === 'utf8' ? countBytes(text.slice(from, to), width) : (to - from) * width;
}

/** Whether the text takes a byte for each character in UTF-8 as in single-byte charsets; the empty one does. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 128) return false;
  return true;
}

function findNext(text: string, character: string, start: number): number {
  const at = text.indexOf(character, start);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

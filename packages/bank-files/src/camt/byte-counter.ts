import { countBytes, type TextChunk } from '../decode-text.ts';

/** Turns positions in decoded text into byte offsets of the file. Positions must not go back behind the current chunk. */
export class ByteCounter {
  #chunk: TextChunk = { text: '', width: 1 };
  #chunkStart = 0;
  #previousLast = '';
  #markPosition = 0;
  #markBytes: number;

  constructor(startOffset: number) {
    this.#markBytes = startOffset;
  }

  /** The number of characters written before the current chunk and in it. */
  get length(): number {
    return this.#chunkStart + this.#chunk.text.length;
  }

  next(chunk: TextChunk): void {
    const end = this.length;
    this.#moveMark(end);
    if (this.#chunk.text !== '') this.#previousLast = this.#chunk.text.slice(-1);
    this.#chunkStart = end;
    this.#chunk = chunk;
  }

  /** The byte offset of the character at this position. */
  offsetOf(position: number): number {
    if (position > this.#markPosition) this.#moveMark(position);
    return this.#markBytes;
  }

  /** Whether CRLF stands before this position, which must lie behind the first character of the chunk. */
  endsWithCrLf(position: number): boolean {
    const at = position - this.#chunkStart;
    const before = at >= 2 ? this.#chunk.text[at - 2] : this.#previousLast;
    return this.#chunk.text[at - 1] === '\n' && before === '\r';
  }

  /** The bytes that a piece of the current chunk's text took. */
  sizeOf(text: string): number {
    return countBytes(text, this.#chunk.width);
  }

  /** Measures only what lies between, so that a whole file is measured once. */
  #moveMark(position: number): void {
    const end = Math.min(position, this.length);
    const { text, width } = this.#chunk;
    const from = Math.max(this.#markPosition - this.#chunkStart, 0);
    const to = end - this.#chunkStart;
    this.#markBytes += width === 'utf8' ? countBytes(text.slice(from, to), width) : (to - from) * width;
    this.#markPosition = end;
  }
}

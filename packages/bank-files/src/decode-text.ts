import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { guessCharset } from './guess-charset.ts';
import type { ProblemCode } from './problem.ts';
import { buildSingleByteDecoder, type SingleByteDecoder } from './single-byte-charset.ts';
import { countUnfinishedBytes, countValidUtf8, isMostlyUtf8 } from './utf8.ts';

/** Decoded text with what is needed to count its bytes again: so many bytes per UTF-16 code unit, or real UTF-8. */
export interface TextChunk {
  readonly text: string;
  readonly width: 1 | 2 | 'utf8';
}

/** A problem, in its place between the text before and after it. After a fatal one nothing more is decoded. */
export interface DecoderProblem {
  readonly code: ProblemCode;
  readonly reason: string;
  /** Byte offset in the file. */
  readonly byteOffset: number;
  readonly isFatal: boolean;
}

export type Decoded = TextChunk | DecoderProblem;

/** Number of bytes that `text`, a part of a chunk of this width, took in the file. */
export function countBytes(text: string, width: TextChunk['width']): number {
  if (width === 'utf8') return Buffer.byteLength(text, 'utf8');
  return text.length * width;
}

/** So many bytes from the first one that is not ASCII decide between UTF-8 and a single-byte charset. */
const SAMPLE_BYTES = 4096;

/**
 * Decodes a stream of bytes: a byte order mark decides; else UTF-8 where the bytes are valid; else the declared single-byte charset or the one
 * that reads best, windows-1252 in doubt. Because all of these agree on ASCII, a file that was ASCII up to the sample
 * loses nothing by being decoded as it comes. Chunk borders never change the result.
 */
export class BankTextDecoder {
  /** Length of the byte order mark: the offset in the file of the first decoded character. */
  readonly startOffset: number;
  #mode: 'ascii' | 'sampling' | 'utf8' | 'utf16' | 'singleByte' | 'failed' = 'ascii';
  #utf16: TextDecoder | null = null;
  #singleByte: SingleByteDecoder | null = null;
  #encoding: string;
  #sawMultiByte = false;
  #pending: Uint8Array = new Uint8Array(0);
  /** Offset of the next byte to decode; bytes in `#pending` count as not decoded. */
  #offset = 0;
  readonly #declaredCharset: string | null;
  readonly #front: string;

  /** `prefix` is the beginning of the file (it must be written too), `declaredCharset` what an XML or OFX header names. */
  constructor(prefix: Uint8Array, declaredCharset: string | null) {
    const mark = findEncodingMark(prefix);
    this.startOffset = mark.length;
    this.#declaredCharset = declaredCharset;
    this.#front = toBuffer(prefix).toString('latin1');
    this.#encoding = mark.encoding;
    if (mark.encoding !== 'ascii' && mark.encoding !== 'utf-8') {
      this.#mode = 'utf16';
      this.#utf16 = new TextDecoder(mark.encoding, { ignoreBOM: true });
    } else if (mark.length > 0) {
      this.#mode = 'utf8';
    }
  }

  /** The encoding met so far; `ascii` as long as no other byte was seen. */
  get encoding(): string {
    return this.#encoding;
  }

  write(bytes: Uint8Array): Decoded[] {
    let rest = bytes;
    if (this.#offset < this.startOffset) {
      const skipped = Math.min(this.startOffset - this.#offset, rest.length);
      this.#offset += skipped;
      rest = rest.subarray(skipped);
    }
    if (rest.length === 0) return [];
    switch (this.#mode) {
      case 'ascii':
        return this.#decodeAscii(rest);
      case 'sampling':
        return this.#sample(rest);
      case 'utf8':
        return this.#decodeUtf8(rest);
      case 'utf16':
        return this.#decodeUtf16(rest, true);
      case 'singleByte':
        return this.#decodeSingleByte(rest);
      case 'failed':
        return [];
    }
  }

  end(): Decoded[] {
    if (this.#mode === 'sampling') return this.#decide(true);
    if (this.#mode === 'utf8' && this.#pending.length > 0) return this.#leaveUtf8(this.#pending);
    if (this.#mode === 'utf16') return this.#decodeUtf16(new Uint8Array(0), false);
    return [];
  }

  #decodeAscii(bytes: Uint8Array): Decoded[] {
    if (isAscii(bytes)) return this.#takeUtf8(bytes);
    const first = bytes.findIndex((byte) => byte >= 0x80);
    const decoded = this.#takeUtf8(bytes.subarray(0, first));
    this.#mode = 'sampling';
    return [...decoded, ...this.#sample(bytes.subarray(first))];
  }

  /** Holds bytes back until there are enough of them, or no more. */
  #sample(bytes: Uint8Array): Decoded[] {
    this.#pending = new Uint8Array(Buffer.concat([this.#pending, bytes]));
    return this.#pending.length < SAMPLE_BYTES ? [] : this.#decide(false);
  }

  #decide(isEnd: boolean): Decoded[] {
    const held = this.#pending;
    this.#pending = new Uint8Array(0);
    const sample = held.subarray(0, SAMPLE_BYTES);
    this.#mode = 'utf8';
    if (!isMostlyUtf8(sample, isEnd)) return this.#leaveUtf8(held, 0, sample);
    const decoded = this.#decodeUtf8(held);
    return isEnd ? [...decoded, ...this.end()] : decoded;
  }

  #decodeUtf8(bytes: Uint8Array): Decoded[] {
    if (this.#pending.length === 0 && isAscii(bytes)) return this.#takeUtf8(bytes);
    const joined = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    this.#pending = new Uint8Array(0);
    const complete = joined.length - countUnfinishedBytes(joined);
    const whole = joined.subarray(0, complete);
    if (!isUtf8(whole)) return this.#leaveUtf8(joined);
    // A copy: the caller may reuse its buffer before the character is completed.
    this.#pending = new Uint8Array(joined.subarray(complete));
    return this.#takeUtf8(whole);
  }

  #takeUtf8(bytes: Uint8Array): Decoded[] {
    if (bytes.length === 0) return [];
    this.#offset += bytes.length;
    if (isAscii(bytes)) return [{ text: toBuffer(bytes).toString('latin1'), width: 1 }];
    this.#sawMultiByte = true;
    this.#encoding = 'utf-8';
    return [{ text: toBuffer(bytes).toString('utf8'), width: 'utf8' }];
  }

  /**
   * Reads on in a single-byte charset from the first byte that is not UTF-8, or from `valid` on. The charset is guessed from `sample`, which
   * must not depend on how the bytes arrive, or else from the front of the file alone.
   */
  #leaveUtf8(bytes: Uint8Array, valid = countValidUtf8(bytes), sample: Uint8Array = new Uint8Array(0)): Decoded[] {
    this.#pending = new Uint8Array(0);
    const decoded = this.#takeUtf8(bytes.subarray(0, valid));
    const rest = bytes.subarray(valid);
    const declared = this.#declaredCharset;
    const isDeclaredUnicode = declared !== null && isUnicodeLabel(declared);
    const label = declared === null || isDeclaredUnicode ? guessCharset(sample, this.#front) : declared;
    const decoder = buildSingleByteDecoder(label);
    if (decoder === null) {
      this.#mode = 'failed';
      return [...decoded, this.#problem('unsupported_charset', `the file declares ${label} and is not UTF-8`, true)];
    }
    if (this.#sawMultiByte) {
      decoded.push(this.#problem('mixed_charset', 'text before this byte is UTF-8, this byte is not', false));
    } else if (isDeclaredUnicode) {
      const reason = `the file declares ${declared}, read as ${decoder.encoding}`;
      decoded.push(this.#problem('charset_mismatch', reason, false));
    }
    this.#mode = 'singleByte';
    this.#singleByte = decoder;
    this.#encoding = decoder.encoding;
    return [...decoded, ...this.#decodeSingleByte(rest)];
  }

  #decodeSingleByte(bytes: Uint8Array): Decoded[] {
    this.#offset += bytes.length;
    const text = this.#singleByte?.decode(bytes) ?? '';
    return text === '' ? [] : [{ text, width: 1 }];
  }

  #decodeUtf16(bytes: Uint8Array, stream: boolean): Decoded[] {
    const text = this.#utf16?.decode(bytes, { stream }) ?? '';
    // The decoder puts this character for an impossible pair; what stands before it is still good.
    const fault = text.indexOf('\ufffd');
    const good = fault === -1 ? text : text.slice(0, fault);
    this.#offset += good.length * 2;
    const decoded: Decoded[] = good === '' ? [] : [{ text: good, width: 2 }];
    if (fault === -1) return decoded;
    this.#mode = 'failed';
    return [...decoded, this.#problem('invalid_text', `not valid ${this.#encoding}`, true)];
  }

  #problem(code: ProblemCode, reason: string, isFatal: boolean): DecoderProblem {
    return { code, reason, byteOffset: this.#offset, isFatal };
  }
}

function findEncodingMark(prefix: Uint8Array): { encoding: string; length: number } {
  const [a, b, c, d] = prefix;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  // No mark, but every text of ours begins with ASCII, which in UTF-16 has a zero in every pair.
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', length: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { encoding: 'utf-16be', length: 0 };
  return { encoding: 'ascii', length: 0 };
}

function isUnicodeLabel(label: string): boolean {
  return /^(utf-?8|utf-?16(le|be)?|us-ascii|ascii|usascii)$/i.test(label);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

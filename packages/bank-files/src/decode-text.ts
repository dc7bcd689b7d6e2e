import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { ProblemCode } from './problem.ts';

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

/**
 * Decodes a stream of bytes: a byte order mark decides; else UTF-8 as long as it is valid; from the first byte
 * that is not, the declared single-byte charset or windows-1252. Because all of these agree on ASCII, a file that was
 * ASCII up to there loses nothing by being decoded as it comes. Chunk borders never change the result.
 */
export class BankTextDecoder {
  /** Length of the byte order mark: the offset in the file of the first decoded character. */
  readonly startOffset: number;
  #mode: 'utf8' | 'utf16' | 'singleByte' | 'failed' = 'utf8';
  #decoder: TextDecoder | null = null;
  #encoding: string;
  #sawMultiByte = false;
  #pending: Uint8Array = new Uint8Array(0);
  /** Offset of the next byte to decode; bytes in `#pending` count as not decoded. */
  #offset = 0;
  readonly #declaredCharset: string | null;

  /** `prefix` is the beginning of the file (it must be written too), `declaredCharset` what an XML or OFX header names. */
  constructor(prefix: Uint8Array, declaredCharset: string | null) {
    const mark = findEncodingMark(prefix);
    this.startOffset = mark.length;
    this.#declaredCharset = declaredCharset;
    this.#encoding = mark.encoding;
    if (mark.encoding !== 'ascii' && mark.encoding !== 'utf-8') {
      this.#mode = 'utf16';
      this.#decoder = new TextDecoder(mark.encoding, { ignoreBOM: true });
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
    if (this.#mode === 'utf8' && this.#pending.length > 0) return this.#leaveUtf8(this.#pending);
    if (this.#mode === 'utf16') return this.#decodeUtf16(new Uint8Array(0), false);
    return [];
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

  #leaveUtf8(bytes: Uint8Array): Decoded[] {
    this.#pending = new Uint8Array(0);
    const valid = countValidUtf8(bytes);
    const decoded = this.#takeUtf8(bytes.subarray(0, valid));
    const label = this.#declaredCharset ?? 'windows-1252';
    const decoder = buildSingleByteDecoder(isUnicodeLabel(label) ? 'windows-1252' : label);
    if (decoder === null) {
      this.#mode = 'failed';
      return [...decoded, this.#problem('unsupported_charset', `the file declares ${label} and is not UTF-8`, true)];
    }
    if (this.#sawMultiByte) {
      decoded.push(this.#problem('mixed_charset', 'text before this byte is UTF-8, this byte is not', false));
    } else if (this.#declaredCharset !== null && isUnicodeLabel(label)) {
      decoded.push(this.#problem('charset_mismatch', `the file declares ${label}, read as ${decoder.encoding}`, false));
    }
    this.#mode = 'singleByte';
    this.#decoder = decoder;
    this.#encoding = decoder.encoding;
    return [...decoded, ...this.#decodeSingleByte(bytes.subarray(valid))];
  }

  #decodeSingleByte(bytes: Uint8Array): Decoded[] {
    this.#offset += bytes.length;
    const text = this.#decoder?.decode(bytes, { stream: true }) ?? '';
    return text === '' ? [] : [{ text, width: 1 }];
  }

  #decodeUtf16(bytes: Uint8Array, stream: boolean): Decoded[] {
    const text = this.#decoder?.decode(bytes, { stream }) ?? '';
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

/** How many bytes at the end begin a character that is not finished yet (0 to 3). */
function countUnfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOfSequence(byte) ? back : 0;
  }
  return 0;
}

function lengthOfSequence(lead: number): number {
  if (lead >= 0xf0) return lead <= 0xf4 ? 4 : 1;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc2 ? 2 : 1;
}

/** The length of the longest valid UTF-8 front. */
function countValidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lengthOfSequence(lead);
    if (lead >= 0x80 && (length === 1 || !isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return Math.min(at, bytes.length);
}

function isUnicodeLabel(label: string): boolean {
  return /^(utf-?8|utf-?16(le|be)?|us-ascii|ascii|usascii)$/i.test(label);
}

/** A decoder in which each byte is one character, so that offsets stay exact; null for any other charset. */
function buildSingleByteDecoder(label: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(label);
    return /^(windows-|iso-8859-|koi8-|macintosh$|x-mac-|ibm866$)/.test(decoder.encoding) ? decoder : null;
  } catch {
    // The platform throws on a label it does not know.
    return null;
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

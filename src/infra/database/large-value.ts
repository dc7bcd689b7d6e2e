import { randomUUID } from 'node:crypto';
import { PageMemory } from './page-memory.ts';

/** A value that may lie in borrowed memory, until it is released. */
export interface LargeValue {
  readonly bytes: Uint8Array;
  /**
   * The value between two ASCII texts of up to `FRAME_BYTES` each, put around it in its own memory where it is borrowed: a
   * page is sent without having been copied. Throws RangeError for longer texts.
   */
  frame(before: string, after: string): Uint8Array;
  /** Call it once nobody reads the bytes any more. */
  release(): void;
}

/**
 * First column of a query, read with `.raw()`, whose largest value is to be borrowed: `select ${LARGE_VALUE}::text, …`.
 * Nobody outside this process can guess it, so no stored text is ever taken for it.
 */
export const LARGE_VALUE = randomUUID();
/** Room around a borrowed value. */
export const FRAME_BYTES = 512;
/** Rows smaller than this are cheaper to copy than to borrow. */
const MIN_BYTES = 16 * 1024;

// A DataRow message: type (1), length (4), column count (2), then each column's length (4) and bytes.
const TYPE_DATA_ROW = 'D'.charCodeAt(0);
const COLUMN_COUNT_AT = 5;
const COLUMNS_AT = 7;
const MARK = Buffer.concat([Buffer.from([0, 0, 0, LARGE_VALUE.length]), Buffer.from(LARGE_VALUE)]);
const MARK_END = COLUMNS_AT + MARK.length;
/** What stands in the row for the value. */
const PLACEHOLDER = Buffer.from('borrowed');

interface Borrowed {
  readonly block: Buffer;
  readonly start: number;
  readonly end: number;
  /** Where the placeholder begins in its memory. */
  readonly placeholderAt: number;
  /** False once the block was given back: somebody else may have it then. */
  isHeld: boolean;
}

const memory = new PageMemory();
/** By the memory of the row with the placeholder; the entry goes with the row. */
const borrowed = new WeakMap<ArrayBufferLike, Borrowed>();

/** The value of a raw column, borrowed or not. */
export function largeValueOf(raw: Buffer): LargeValue {
  const value = borrowed.get(raw.buffer);
  if (value === undefined || value.placeholderAt !== raw.byteOffset) return copiedValue(raw);
  const { block, start, end } = value;
  return {
    bytes: block.subarray(start, end),
    frame: (before, after) => {
      checkFrame(before, after);
      block.write(before, start - before.length, 'latin1');
      block.write(after, end, 'latin1');
      return block.subarray(start - before.length, end + after.length);
    },
    release: () => {
      if (value.isHeld) memory.give(block);
      value.isHeld = false;
    },
  };
}

function copiedValue(bytes: Buffer): LargeValue {
  return {
    bytes,
    frame: (before, after) => {
      checkFrame(before, after);
      return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    },
    release: () => undefined,
  };
}

function checkFrame(before: string, after: string): void {
  if (before.length > FRAME_BYTES || after.length > FRAME_BYTES) throw new RangeError('the frame is too large');
}

/** A message of PostgreSQL while it is read into borrowed memory. */
export interface LargeMessage {
  readonly block: Buffer;
  readonly size: number;
  filled: number;
}

/** Takes memory for the message of `size` bytes that begins with these; null when it is none whose value is borrowed. */
export function beginLargeMessage(beginning: Buffer, size: number): LargeMessage | null {
  const asked =
    size >= MIN_BYTES &&
    beginning[0] === TYPE_DATA_ROW &&
    beginning.length >= MARK_END &&
    MARK.equals(beginning.subarray(COLUMNS_AT, MARK_END));
  return asked ? { block: memory.take(FRAME_BYTES + size + FRAME_BYTES), size, filled: 0 } : null;
}

/** Adds what belongs to the message; answers how many bytes that were. */
export function fillLargeMessage(message: LargeMessage, bytes: Buffer): number {
  const count = bytes.copy(message.block, FRAME_BYTES + message.filled, 0, message.size - message.filled);
  message.filled += count;
  return count;
}

/** The same DataRow with a placeholder for its largest value, by which `largeValueOf` finds it. */
export function lendLargeValue({ block, size }: LargeMessage): Buffer {
  const { start, length } = findLargestColumn(block);
  // Memory of its own: it is the key by which the value is found.
  const row = Buffer.from(new ArrayBuffer(size - length + PLACEHOLDER.length));
  const placeholderAt = start - FRAME_BYTES;
  block.copy(row, 0, FRAME_BYTES, start);
  PLACEHOLDER.copy(row, placeholderAt);
  block.copy(row, placeholderAt + PLACEHOLDER.length, start + length, FRAME_BYTES + size);
  row.writeUInt32BE(row.length - 1, 1);
  row.writeInt32BE(PLACEHOLDER.length, placeholderAt - 4);
  borrowed.set(row.buffer, { block, start, end: start + length, placeholderAt, isHeld: true });
  return row;
}

function findLargestColumn(block: Buffer): { readonly start: number; readonly length: number } {
  const columns = block.readUInt16BE(FRAME_BYTES + COLUMN_COUNT_AT);
  let largest = { start: FRAME_BYTES, length: -1 };
  for (let column = 0, offset = FRAME_BYTES + COLUMNS_AT; column < columns; column += 1) {
    const length = block.readInt32BE(offset);
    offset += 4;
    if (length > largest.length) largest = { start: offset, length };
    offset += Math.max(length, 0);
  }
  return largest;
}

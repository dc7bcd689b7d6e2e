import { Socket } from 'node:net';
import { beginLargeMessage, fillLargeMessage, type LargeMessage, lendLargeValue } from './large-value.ts';

const READ_BYTES = 64 * 1024;
/** Type (1 byte) and length (4 bytes, which counts itself but not the type). */
const HEADER_BYTES = 5;

/**
 * A socket to PostgreSQL that hands on whole messages only, so that the driver has nothing to join together, and keeps the
 * large value of a row that asks for it in borrowed memory (`large-value.ts`). Not for encrypted connections.
 */
export class MessageSocket extends Socket {
  /** Beginning of messages that have not arrived whole. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  /** Size of the first of them; 0 while its header is not there. */
  #wantedBytes = 0;
  #large: LargeMessage | null = null;

  constructor() {
    super({
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (count, buffer) => {
          // The buffer is the one given above. What is kept of it is copied: the next read overwrites it.
          this.#receive((buffer as Buffer).subarray(0, count));
          return true;
        },
      },
    });
  }

  #receive(read: Buffer): void {
    for (let bytes = read; bytes.length > 0; ) {
      bytes = this.#large === null ? this.#receiveMessages(bytes) : this.#fillLarge(this.#large, bytes);
    }
  }

  /** Hands whole messages on and keeps the beginning of the last; returns what follows the beginning of a large one. */
  #receiveMessages(read: Buffer): Buffer {
    if (this.#begunBytes + read.length < this.#wantedBytes) {
      this.#begin(Buffer.from(read), this.#wantedBytes);
      return NOTHING;
    }
    const bytes = Buffer.concat([...this.#begun, read]);
    this.#begun = [];
    this.#begunBytes = 0;
    this.#wantedBytes = 0;
    let end = 0;
    while (bytes.length - end >= HEADER_BYTES) {
      const size = 1 + bytes.readUInt32BE(end + 1);
      this.#large = beginLargeMessage(bytes.subarray(end), size);
      if (this.#large !== null || bytes.length - end < size) break;
      end += size;
    }
    if (end > 0) this.emit('data', bytes.subarray(0, end));
    const rest = bytes.subarray(end);
    if (this.#large !== null) return rest;
    if (rest.length > 0) this.#begin(rest, rest.length < HEADER_BYTES ? 0 : 1 + rest.readUInt32BE(1));
    return NOTHING;
  }

  #begin(bytes: Buffer, wantedBytes: number): void {
    this.#begun.push(bytes);
    this.#begunBytes += bytes.length;
    this.#wantedBytes = wantedBytes;
  }

  #fillLarge(large: LargeMessage, bytes: Buffer): Buffer {
    const count = fillLargeMessage(large, bytes);
    if (large.filled === large.size) {
      this.#large = null;
      this.emit('data', lendLargeValue(large));
    }
    return bytes.subarray(count);
  }
}

const NOTHING = Buffer.alloc(0);

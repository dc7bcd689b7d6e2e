import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** More than this is put aside on the disk. */
const MAX_HELD_BYTES = 256 * 1024;
/** Handed out at once. */
const MAX_PIECE_BYTES = 64 * 1024;

/**
 * JSON values that are to be written later, joined by commas. A statement may be dropped at its end and says its balances
 * there, so its rows wait here; however many they are, memory stays bounded. One buffer serves for all of them, on their way out and back:
 * a new one for each piece would pile up until it is collected.
 */
export class JsonSpool {
  readonly #held: Buffer;
  #heldBytes = 0;
  #count = 0;
  #file: FileHandle | null = null;
  #fileBytes = 0;

  constructor(maxHeldBytes = MAX_HELD_BYTES) {
    this.#held = Buffer.alloc(maxHeldBytes);
  }

  async add(value: unknown): Promise<void> {
    const text = `${this.#count === 0 ? '' : ','}${JSON.stringify(value)}`;
    this.#count += 1;
    const bytes = Buffer.byteLength(text);
    if (this.#heldBytes + bytes > this.#held.length) await this.#putAside();
    if (bytes > this.#held.length) await this.#append(Buffer.from(text), bytes);
    else this.#heldBytes += this.#held.write(text, this.#heldBytes);
  }

  /** Everything that was added since the last `clear`, in pieces. Nothing may be added meanwhile. */
  async *read(): AsyncGenerator<string, void, undefined> {
    if (this.#fileBytes > 0) {
      await this.#putAside();
      yield* this.#readFile();
    } else if (this.#heldBytes > 0) {
      yield this.#held.toString('utf8', 0, this.#heldBytes);
    }
  }

  clear(): void {
    this.#heldBytes = 0;
    this.#count = 0;
    this.#fileBytes = 0;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async *#readFile(): AsyncGenerator<string, void, undefined> {
    const decoder = new StringDecoder('utf8');
    for (let at = 0; at < this.#fileBytes; ) {
      const length = Math.min(this.#held.length, MAX_PIECE_BYTES, this.#fileBytes - at);
      const bytesRead = (await this.#file?.read(this.#held, 0, length, at))?.bytesRead ?? 0;
      if (bytesRead === 0) throw new Error('what was put aside is gone');
      at += bytesRead;
      yield decoder.write(this.#held.subarray(0, bytesRead));
    }
  }

  async #putAside(): Promise<void> {
    await this.#append(this.#held, this.#heldBytes);
    this.#heldBytes = 0;
  }

  async #append(bytes: Buffer, length: number): Promise<void> {
    this.#file ??= await openUnnamedFile();
    for (let at = 0; at < length; ) {
      at += (await this.#file.write(bytes, at, length - at, this.#fileBytes + at)).bytesWritten;
    }
    this.#fileBytes += length;
  }
}

/** A file that has lost its name, so that nothing stays however the process ends. */
async function openUnnamedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `causeway-inspect-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

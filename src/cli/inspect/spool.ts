import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than this is put aside on the disk. */
const MAX_HELD_CHARACTERS = 256 * 1024;

/**
 * JSON values that are to be written later, joined by commas. A statement may be dropped at its end and says its balances
 * there, so its rows wait here; however many they are, memory stays bounded.
 */
export class JsonSpool {
  readonly #maxHeld: number;
  #held: string[] = [];
  #heldCharacters = 0;
  #count = 0;
  #file: FileHandle | null = null;
  #fileBytes = 0;

  constructor(maxHeldCharacters = MAX_HELD_CHARACTERS) {
    this.#maxHeld = maxHeldCharacters;
  }

  async add(value: unknown): Promise<void> {
    const text = `${this.#count === 0 ? '' : ','}${JSON.stringify(value)}`;
    this.#count += 1;
    this.#held.push(text);
    this.#heldCharacters += text.length;
    if (this.#heldCharacters > this.#maxHeld) await this.#putAside();
  }

  /** Everything that was added since the last `clear`, in pieces. */
  async *read(): AsyncGenerator<string, void, undefined> {
    if (this.#file !== null && this.#fileBytes > 0) {
      const options = { start: 0, end: this.#fileBytes - 1, encoding: 'utf8', autoClose: false } as const;
      for await (const piece of this.#file.createReadStream(options)) yield String(piece);
    }
    if (this.#held.length > 0) yield this.#held.join('');
  }

  clear(): void {
    this.#held = [];
    this.#heldCharacters = 0;
    this.#count = 0;
    this.#fileBytes = 0;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #putAside(): Promise<void> {
    this.#file ??= await openUnnamedFile();
    const bytes = Buffer.from(this.#held.join(''));
    for (let at = 0; at < bytes.length; )
      at += (await this.#file.write(bytes, at, bytes.length - at, this.#fileBytes + at)).bytesWritten;
    this.#fileBytes += bytes.length;
    this.#held = [];
    this.#heldCharacters = 0;
  }
}

/** A file that has lost its name, so that nothing stays however the process ends. */
async function openUnnamedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `causeway-inspect-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

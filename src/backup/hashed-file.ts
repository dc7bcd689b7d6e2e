import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface FileFacts {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Passes bytes on and remembers their number and hash. */
export function createHashing(): Transform & { facts(): FileFacts } {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  return Object.assign(stream, { facts: () => ({ sizeBytes, sha256: hash.copy().digest('hex') }) });
}

/** Writes a new file, bytes on the disk when it answers; its folders are made. */
export async function writeHashedFile(
  path: string,
  source: Readable,
  through: readonly Transform[] = [],
): Promise<FileFacts> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hashing = createHashing();
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline([source, ...through, hashing, target]);
  return hashing.facts();
}

/** Number of bytes and hash of what is in memory. */
export function factsOf(bytes: Uint8Array): FileFacts {
  return { sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Number of bytes and hash of a file. */
export async function hashFile(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path)) {
    // Read without an encoding, a file gives buffers.
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

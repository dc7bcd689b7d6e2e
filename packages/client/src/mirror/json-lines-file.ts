import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A line of a file and where it lies, in bytes, without its line end. */
export interface FileLine {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

const CHUNK_BYTES = 1_048_576;

/** Complete lines from the start of the file; what follows the last line end is not given. Holds one chunk at a time. */
export async function* readLines(file: FileHandle): AsyncGenerator<FileLine, void, void> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  let offset = 0;
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      yield { text: bytes.toString('utf8', from, end), offset: offset + from, length: end - from };
      from = end + 1;
    }
    rest = bytes.subarray(from);
    offset += from;
  }
}

/** Appends at a known place and waits until the disk has it. A write that fails leaves the file as it was, or throws again. */
export async function appendDurably(file: FileHandle, text: string, offset: number): Promise<number> {
  const bytes = Buffer.from(text, 'utf8');
  try {
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, offset + written);
      written += bytesWritten;
    }
    await file.datasync();
  } catch (cause) {
    await file.truncate(offset);
    throw cause;
  }
  return offset + bytes.length;
}

/** Puts a finished file in the place of another, so that after a power cut either the old or the new one is there. */
export async function replaceDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  const folder = await open(dirname(to), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

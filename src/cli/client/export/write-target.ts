import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '../../../infra/system-error.ts';
import { CommandRefused } from '../../outcome.ts';

/**
 * Writes into a file all or nothing: it has its name only when it is whole. A pipe or a device is written into as it is, since a file that took
 * its name would take its place. Throws CommandRefused when the target cannot be written.
 */
export async function writeTarget(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  try {
    if (await isFileOrAbsent(path)) await writeWhole(chunks, path);
    else await pipeline(chunks, createWriteStream(path));
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === null || cause instanceof CommandRefused) throw cause;
    throw new CommandRefused(`${path} cannot be written (${code}).`, { cause });
  }
}

async function writeWhole(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  // A link stays one: what it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const part = `${target}.part`;
  try {
    await pipeline(chunks, createWriteStream(part));
    await rename(part, target);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
}

async function isFileOrAbsent(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() || found.isDirectory();
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return true;
    throw cause;
  }
}

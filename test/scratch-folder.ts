import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** Tests never hold half of it at once; the rest is for their processes. */
const NEEDED_BYTES = 4 * 1024 ** 3;

/**
 * Makes the folder for whatever tests write. It is in memory where the system has a place and room for that: databases come and go
 * by the hundred, each of a thousand files, and on a disk that takes a fifth of the time of all tests. A database in memory survives
 * the end of its process as one on a disk does, and no test takes the power away.
 */
export function makeScratchFolder(): string {
  return makeFolder(hasRoomInMemory() ? MEMORY : tmpdir());
}

function makeFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'causeway-verify-'));
  // Servers of other users make their own files in it, as in the system's folder.
  chmodSync(folder, 0o1777);
  return folder;
}

/** Containers often have next to nothing there, and some systems run no program from there, which tests have to. */
function hasRoomInMemory(): boolean {
  let folder: string | null = null;
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < NEEDED_BYTES || process.availableMemory() < 2 * NEEDED_BYTES) return false;
    folder = makeFolder(MEMORY);
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    execFileSync(program);
    return true;
  } catch {
    // No such place, or none for us: the disk will do.
    return false;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from '../../src/backup/manifest.ts';

/** The message of the refusal that must come. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(outcome instanceof BackupError)) throw new Error('was not refused', { cause: outcome });
  return outcome.message;
}

/** All files below a folder. */
export async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

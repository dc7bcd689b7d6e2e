import { copyFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A page that was opened before a build asks for its own files for at most this long. */
const KEPT_MS = 86_400_000;

/**
 * Puts a fresh build in the place of the former one. Files of former builds stay beside the new ones for a day, so that pages that are
 * open find what they have not loaded yet; their names hold a hash, so none is taken for another.
 */
export async function putInPlace(fresh: string, dist: string, nowMs: number): Promise<void> {
  const [old, next] = [join(dist, 'assets'), join(fresh, 'assets')];
  const made = new Set(await readdir(next));
  for (const name of await listFiles(old)) {
    const file = join(old, name);
    if (!made.has(name) && nowMs - (await stat(file)).mtimeMs < KEPT_MS) await copyFile(file, join(next, name));
  }
  const former = `${fresh}-former`;
  await rename(dist, former).catch(async (cause: unknown) => {
    // There is none yet, or it lies on a layer of an image that cannot be renamed.
    await rm(dist, { recursive: true, force: true, maxRetries: 3 }).catch(() => Promise.reject(cause));
  });
  await rename(fresh, dist);
  await rm(former, { recursive: true, force: true });
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // The first build.
    return [];
  }
}

import { open, readFile, rm } from 'node:fs/promises';

/** Marks of this process. In a container every start has the same number, so that the number alone does not tell. */
const held = new Set<string>();

/**
 * Marks a file as in use by this process, with a file `<path>.lock` beside it that names the process. The mark of a process
 * that has died is taken over. Throws when another living process has the file. The function returned removes the mark.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  for (let taken = false; ; taken = true) {
    const lock = await open(lockPath, 'wx', 0o600).catch(ifExists);
    if (lock !== null) {
      await lock.writeFile(`${process.pid}\n`);
      await lock.close();
      held.add(lockPath);
      return async () => {
        held.delete(lockPath);
        await rm(lockPath, { force: true });
      };
    }
    const holder = Number((await readFile(lockPath, 'utf8').catch(() => '')).trim());
    if (taken || held.has(lockPath) || (holder !== process.pid && isAlive(holder)))
      throw new Error(
        `${path} is in use by process ${holder}. Where that is no longer so, remove ${lockPath} and try again.`,
      );
    await rm(lockPath, { force: true });
  }
}

function ifExists(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
  throw error;
}

/** A mark without a number is being written at this moment. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it means that it is there.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

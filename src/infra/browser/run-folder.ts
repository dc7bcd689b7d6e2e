import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess } from '../embedded-postgres/process-identity.ts';
import { signalGroup } from './process-group.ts';
import { removeFolder } from './remove-folder.ts';

/** Where one browser process keeps what it writes; gone with the process. */
export interface RunFolder {
  readonly path: string;
  readonly profile: string;
  readonly downloads: string;
  /** Home of the browser, so that it leaves nothing in the user's own. */
  readonly home: string;
  /** For its temporary files. It puts a socket there, so the path is short wherever the run folder is. */
  readonly temporary: string;
  /** Notes which process lives in it, so that a later start can end it and clean up. */
  noteBrowser(pid: number): Promise<void>;
  remove(): Promise<void>;
}

const OWNER_FILE = 'owner.json';
/** No browser is used as long as this. */
const ABANDONED_MS = 7 * 24 * 3_600_000;
/** The longest path that every system takes for a socket, less what the browser adds to it. */
const MAX_TEMPORARY_BYTES = 103 - '/org.chromium.Chromium.XXXXXX/SingletonSocket'.length;

/** Makes a folder for a new browser below `folder`. */
export async function createRunFolder(folder: string): Promise<RunFolder> {
  const path = join(folder, randomBytes(8).toString('hex'));
  const places = { profile: join(path, 'profile'), downloads: join(path, 'downloads'), home: join(path, 'home') };
  for (const place of Object.values(places)) await mkdir(place, { recursive: true, mode: 0o700 });
  const temporary = await createTemporaryFolder(path);
  const writeOwner = (browserPid: number | null) => {
    const processes = { owner: nameProcess(process.pid), browser: nameProcess(browserPid) };
    const owner: Owner = { host: hostname(), temporary, ...processes };
    return writeFile(join(path, OWNER_FILE), JSON.stringify(owner));
  };
  await writeOwner(null);
  return { path, ...places, temporary, noteBrowser: writeOwner, remove: () => removeAll([temporary, path]) };
}

/** Within the run folder where its path leaves room for a socket's, else among the system's temporary files. */
async function createTemporaryFolder(runFolder: string): Promise<string> {
  const within = join(runFolder, 'tmp');
  if (Buffer.byteLength(within) > MAX_TEMPORARY_BYTES) return await mkdtemp(join(tmpdir(), 'causeway-browser-'));
  await mkdir(within, { mode: 0o700 });
  return within;
}

async function removeAll(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await removeFolder(folder);
}

/**
 * Ends browsers whose owner is gone and removes their folders. A browser ends by itself when its owner does, because its
 * pipe breaks; this is for one that hangs, and for the folder that nobody was left to remove.
 */
export async function sweepRunFolders(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const owner = await readOwner(path);
    if (owner === null || owner.host !== hostname()) {
      // Being made or removed this moment, or of a machine whose processes cannot be seen from here: only age tells.
      if (await isOlderThan(path, ABANDONED_MS)) await removeAll([path]);
    } else if (!isAlive(owner.owner)) {
      if (owner.browser !== null && isAlive(owner.browser)) signalGroup(owner.browser.pid, 'SIGKILL');
      await removeAll([owner.temporary ?? path, path]);
    }
  }
}

interface NamedProcess {
  readonly pid: number;
  readonly identity: string | null;
}

function nameProcess(pid: number): NamedProcess;
function nameProcess(pid: number | null): NamedProcess | null;
function nameProcess(pid: number | null): NamedProcess | null {
  return pid === null ? null : { pid, identity: identifyProcess(pid) };
}

/** Whether the very process lives; another one with a recycled id is not it. */
function isAlive({ pid, identity }: NamedProcess): boolean {
  return identity !== null && identifyProcess(pid) === identity;
}

interface Owner {
  readonly host: string;
  /** Absent in what an earlier version wrote. */
  readonly temporary?: string;
  readonly owner: NamedProcess;
  readonly browser: NamedProcess | null;
}

async function isOlderThan(path: string, ageMs: number): Promise<boolean> {
  const changedAtMs = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
  return Date.now() - changedAtMs > ageMs;
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(join(path, OWNER_FILE), 'utf8'));
  } catch {
    // Absent or half-written; see the caller.
    return null;
  }
}

import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, opendir, realpath, rm } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { systemErrorCode } from '../system-error.ts';
import {
  FolderError,
  type FolderFile,
  isPlainName,
  MOST_FILES,
  refusedName,
  type SourceFolder,
} from './source-folder.ts';

/** Files looked at together; more would only wait for the disk. */
const STATS_AT_ONCE = 64;
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a folder of this machine. `path` is relative to `root` and can lead nowhere else: no part of it may be `..` or a
 * link. `label` names the folder in messages.
 */
export async function openLocalFolder(options: {
  readonly root: string;
  readonly path: string;
  readonly label: string;
}): Promise<SourceFolder> {
  const folder = await holdFolder(await resolveFolder(options), options.label);
  const dir = folder.path;
  const pathOf = (name: string) => {
    if (!isPlainName(name)) throw refusedName(name);
    return join(dir, name);
  };
  return {
    list: () => listFiles(dir, options.label),
    stat: (name) => statFile(pathOf(name), name),
    open: (name) => readFile(pathOf(name), name),
    move: async (name, subfolder, newName) => {
      if (!isPlainName(newName)) throw refusedName(newName);
      if (!isPlainName(subfolder))
        throw new FolderError('pathRefused', `${JSON.stringify(subfolder)} is no plain folder name.`);
      await told(name, () => moveFile(pathOf(name), join(dir, subfolder), newName));
    },
    remove: (name) => told(name, () => rm(pathOf(name))),
    close: () => folder.release(),
  };
}

/** A folder that stays the same one, whatever its path leads to later. */
interface HeldFolder {
  readonly path: string;
  release(): Promise<void>;
}

/** Of the folder itself: where a link has taken its place, it does not open. */
const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Paths through it lead to what this process has open, and nowhere else. */
const OPEN_FILES = process.platform === 'linux' ? '/proc/self/fd' : null;

/**
 * Opens the folder, to be reached from now on by what is open and not by its path: whoever may write above it could put a link
 * into the path between two steps. Systems without such paths go by the path, and nobody else may write above their folders.
 */
async function holdFolder(path: string, label: string): Promise<HeldFolder> {
  if (OPEN_FILES === null) return { path, release: async () => undefined };
  const handle = await told(label, () => open(path, FOLDER_FLAGS));
  const held = heldFolder(handle, OPEN_FILES);
  try {
    // Was it replaced, or a folder above it, between the look at the path and now?
    if ((await told(label, () => realpath(held.path))) === path) return held;
  } catch (cause) {
    await held.release();
    throw cause;
  }
  await held.release();
  throw new FolderError('pathRefused', `${label} was replaced while it was opened. Name the folder itself.`);
}

function heldFolder(handle: FileHandle, openFiles: string): HeldFolder {
  return { path: join(openFiles, String(handle.fd)), release: () => handle.close() };
}

async function resolveFolder({ root, path, label }: { root: string; path: string; label: string }): Promise<string> {
  const parts = path.split(/[/\\]/);
  if (isAbsolute(path) || parts.some((part) => part !== '' && !isPlainName(part)))
    throw new FolderError('pathRefused', `The path of a folder is relative and without "..": ${label} is not.`);
  return told(label, async () => {
    const base = await realpath(root);
    const wanted = join(base, ...parts);
    const real = await realpath(wanted);
    if (real !== wanted.replace(new RegExp(`\\${sep}+$`), ''))
      throw new FolderError('pathRefused', `${label} is reached through a link. Name the folder itself.`);
    if (!(await lstat(real)).isDirectory()) throw new FolderError('notFound', `${label} is no folder.`);
    return real;
  });
}

async function listFiles(dir: string, label: string): Promise<FolderFile[]> {
  return told(label, async () => {
    // Two names that are not UTF-8 may come as one.
    const found = new Set<string>();
    for await (const entry of await opendir(dir)) {
      if (entry.isFile()) found.add(entry.name);
      if (found.size > MOST_FILES)
        throw new FolderError('tooManyFiles', `${label} holds more than ${MOST_FILES} files. Move old ones away.`);
    }
    const names = [...found];
    const files: FolderFile[] = [];
    for (let at = 0; at < names.length; at += STATS_AT_ONCE) {
      const batch = names.slice(at, at + STATS_AT_ONCE).map((name) => listFile(dir, name));
      for (const file of await Promise.all(batch)) if (file !== null) files.push(file);
    }
    return files;
  });
}

/** A name that is not UTF-8 leads to no file any more, and is listed all the same. */
async function listFile(dir: string, name: string): Promise<FolderFile | null> {
  const found = await statFile(join(dir, name), name);
  return found === null && name.includes('\ufffd') ? { name, sizeBytes: 0, modifiedAtMs: 0 } : found;
}

async function statFile(path: string, name: string): Promise<FolderFile | null> {
  try {
    const found = await lstat(path);
    return found.isFile() ? { name, sizeBytes: found.size, modifiedAtMs: Math.floor(found.mtimeMs) } : null;
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return null;
    throw explain(name, cause);
  }
}

async function* readFile(path: string, name: string): AsyncGenerator<Uint8Array> {
  // A link or a pipe that took the place of the file is not followed and not waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await told(name, () => open(path, flags));
  try {
    if (!(await file.stat()).isFile()) throw new FolderError('notFound', `${name} is no file any more.`);
    for (;;) {
      const { bytesRead, buffer } = await told(name, () => file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function moveFile(from: string, folder: string, newName: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await lstat(folder)).isDirectory()) throw new FolderError('pathRefused', 'The folder to move to is a link.');
  const held = OPEN_FILES === null ? null : heldFolder(await open(folder, FOLDER_FLAGS), OPEN_FILES);
  try {
    // A new name for the file, which fails where one is there; then the old name goes.
    await link(from, join(held?.path ?? folder, newName));
    await rm(from);
  } finally {
    await held?.release();
  }
}

/** Does something with the disk; what goes wrong is told with the name of the file. */
async function told<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw explain(name, cause);
  }
}

function explain(name: string, cause: unknown): unknown {
  if (cause instanceof FolderError) return cause;
  const code = systemErrorCode(cause);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new FolderError('permissionDenied', `${name} cannot be read: let the worker's user read it.`, { cause });
    case 'ENOENT':
    case 'ENOTDIR':
      return new FolderError('notFound', `${name} does not exist.`, { cause });
    case 'ELOOP':
      return new FolderError('pathRefused', `${name} is a link.`, { cause });
    case 'EEXIST':
      return new FolderError('permissionDenied', `${name} cannot be moved: its new name is taken.`, { cause });
    default:
      return code === null ? cause : new FolderError('refusedByServer', `${name} cannot be read (${code}).`, { cause });
  }
}

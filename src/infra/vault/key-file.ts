import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder, writeFileDurably } from '../durable-file.ts';
import { systemErrorCode } from '../system-error.ts';
import { createKnownKey, decodeMasterKey, KEY_BYTES, MasterKeyError } from './known-key.ts';
import { createKeyRing, type KeyRing, type MasterKey } from './master-key.ts';

const MODE = 0o600;

/** Master keys in a file of the data folder: one on each line, the one that wraps first. */
export interface KeyFile extends KeyRing {
  /** How many keys the file holds. */
  countKeys(): number;
  /** Puts a new key in front, and gives how many there are then. */
  addKey(): number;
  /** Takes all keys but the first away. */
  removeOlderKeys(): void;
}

/**
 * Reads `<dataDir>/master.key`, making it at first use with mode 0600. The file may be changed while this process runs: it
 * is read again before anything is wrapped, and when a wrapped key needs a master key that is not known yet. Losing the file
 * means losing every secret, so it belongs into the backup, apart from the database's.
 */
export function openKeyFile(options: { readonly dataDir: string; readonly older?: readonly MasterKey[] }): KeyFile {
  const path = join(options.dataDir, 'master.key');
  let lines = readLines(path) ?? [createFile(path)];
  let ring = ringOf(lines, path, options.older);
  const reload = (): KeyRing => {
    const now = readLines(path);
    // A file that is gone for a moment takes nothing away from a process that runs.
    if (now === null || now.join() === lines.join()) return ring;
    ring = ringOf(now, path, options.older);
    lines = now;
    return ring;
  };
  const write = (next: readonly string[]): void => {
    writeFileDurably(path, `${next.join('\n')}\n`, MODE);
    reload();
  };
  return {
    owns: (wrapped) => ring.owns(wrapped) || reload().owns(wrapped),
    isCurrent: (wrapped) => reload().isCurrent(wrapped),
    wrap: (key) => reload().wrap(key),
    unwrap: (wrapped) => (ring.owns(wrapped) ? ring : reload()).unwrap(wrapped),
    derive: (purpose) => ring.derive(purpose),
    countKeys: () => {
      reload();
      return lines.length;
    },
    addKey: () => {
      reload();
      write([randomBytes(KEY_BYTES).toString('base64'), ...lines]);
      return lines.length;
    },
    removeOlderKeys: () => {
      reload();
      write(lines.slice(0, 1));
    },
  };
}

/** The master keys in the bytes of a key file, `path` for what it says of them. Throws MasterKeyError. */
export function readKeyFile(bytes: Uint8Array, path: string): KeyRing {
  return ringOf(linesOf(Buffer.from(bytes).toString('utf8')), path);
}

function ringOf(lines: readonly string[], path: string, older: readonly MasterKey[] = []): KeyRing {
  const keys = lines.map((line, index) =>
    createKnownKey(decodeMasterKey(line, `Line ${index + 1} of the master key file ${path}`)),
  );
  const [current, ...rest] = keys;
  if (current === undefined)
    throw new MasterKeyError(`The master key file ${path} is empty. Put back the one that belongs to this database.`);
  return createKeyRing(current, [...rest, ...older]);
}

function readLines(path: string): string[] | null {
  try {
    const others = statSync(path).mode & 0o077;
    if (others !== 0) throw new MasterKeyError(`Others may read the master key file ${path}. Run "chmod 600 ${path}".`);
    return linesOf(readFileSync(path, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    if (error instanceof MasterKeyError) throw error;
    throw new MasterKeyError(`The master key file ${path} cannot be read. Start as its owner.`, error);
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Of two processes that make the key together one wins, and both use the winner's: a link never replaces a file. */
function createFile(path: string): string {
  const text = randomBytes(KEY_BYTES).toString('base64');
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileDurably(own, `${text}\n`, MODE);
  try {
    linkSync(own, path);
    return text;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return readFileSync(path, 'utf8').trim();
    throw new MasterKeyError(`The master key file ${path} cannot be made. Check the rights on its folder.`, error);
  } finally {
    rmSync(own, { force: true });
    syncFolder(dirname(path));
  }
}

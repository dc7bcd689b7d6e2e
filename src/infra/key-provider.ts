import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder, writeFileDurably } from './durable-file.ts';
import { systemErrorCode } from './system-error.ts';
import { deriveFromMaster, type KeyProvider, unwrapDataKey, VaultError, wrapDataKey } from './vault.ts';

/** The master key cannot be had. The message names the file or variable and the fix, never the key. */
export class MasterKeyError extends Error {
  readonly code = 'bad-master-key';

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MasterKeyError';
  }
}

const KEY_BYTES = 32;

/**
 * Reads the master key from `<dataDir>/master.key`, making it at first use with mode 0600. Losing the file means losing every bank
 * credential, so it belongs into the backup, apart from the database's.
 */
export function fileKeyProvider(options: { readonly dataDir: string }): KeyProvider {
  const path = join(options.dataDir, 'master.key');
  const text = readKeyFile(path) ?? createKeyFile(path);
  return createProvider(decodeKey(text, `The master key file ${path}`));
}

/** Takes the master key as 32 bytes in base64, the way an environment variable carries it. `name` is the variable, for messages. */
export function envKeyProvider(options: { readonly value: string; readonly name: string }): KeyProvider {
  return createProvider(decodeKey(options.value, `The environment variable ${options.name}`));
}

function createProvider(masterKey: Uint8Array): KeyProvider {
  // The key lives in this closure only: an object that is logged or inspected shows three functions.
  return {
    wrap: async (dataKey) => prefixKeyId(masterKey, wrapDataKey(masterKey, dataKey)),
    unwrap: async (wrapped) => unwrapDataKey(masterKey, stripKeyId(masterKey, wrapped)),
    deriveKey: async (purpose) => deriveFromMaster(masterKey, purpose),
  };
}

const KEY_ID_BYTES = 8;

/** Eight bytes that tell master keys apart without telling anything about them; they stand before every wrapped key. */
function keyIdOf(masterKey: Uint8Array): Buffer {
  return Buffer.from(deriveFromMaster(masterKey, 'key id')).subarray(0, KEY_ID_BYTES);
}

function prefixKeyId(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  return Buffer.concat([keyIdOf(masterKey), wrapped]);
}

function stripKeyId(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  if (keyIdOf(masterKey).equals(wrapped.subarray(0, KEY_ID_BYTES))) return wrapped.subarray(KEY_ID_BYTES);
  throw new VaultError(
    'unknown-master-key',
    'A data key was wrapped with another master key than the one in use. Put back the master key that belongs to this database.',
  );
}

function decodeKey(text: string, origin: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES && key.toString('base64') === text.trim()) return key;
  throw new MasterKeyError(
    `${origin} does not hold 32 bytes in base64. Put back the one that belongs to this database; for a new installation make one with "openssl rand -base64 32".`,
  );
}

function readKeyFile(path: string): string | null {
  try {
    const others = statSync(path).mode & 0o077;
    if (others !== 0) throw new MasterKeyError(`Others may read the master key file ${path}. Run "chmod 600 ${path}".`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    if (error instanceof MasterKeyError) throw error;
    throw new MasterKeyError(`The master key file ${path} cannot be read. Start as its owner.`, error);
  }
}

/** Of two processes that make the key together one wins, and both use the winner's: a link never replaces a file. */
function createKeyFile(path: string): string {
  const text = randomBytes(KEY_BYTES).toString('base64');
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileDurably(own, `${text}\n`, 0o600);
  try {
    linkSync(own, path);
    return text;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return readFileSync(path, 'utf8');
    throw new MasterKeyError(`The master key file ${path} cannot be made. Check the rights on its folder.`, error);
  } finally {
    rmSync(own, { force: true });
    syncFolder(dirname(path));
  }
}

import { hkdfSync } from 'node:crypto';
import type { MasterKey } from './master-key.ts';
import { openBytes, sealBytes } from './sealed-bytes.ts';

/** A master key that this process cannot use. The message names the file or variable and the fix, never the key. */
export class MasterKeyError extends Error {
  readonly code = 'bad-master-key';

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MasterKeyError';
  }
}

export const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;
const DATA_KEY_AAD = 'causeway data key';

/** A master key of 32 bytes. They live in this closure only: an object that is logged or inspected shows functions. */
export function createKnownKey(bytes: Uint8Array): MasterKey {
  const wrappingKey = deriveFrom(bytes, 'wrap data keys');
  // Tells master keys apart without telling anything about them; stands before every wrapped key.
  const id = Buffer.from(deriveFrom(bytes, 'key id')).subarray(0, KEY_ID_BYTES);
  return {
    owns: (wrapped) => id.equals(wrapped.subarray(0, KEY_ID_BYTES)),
    wrap: async (key) => Buffer.concat([id, sealBytes(wrappingKey, key, DATA_KEY_AAD)]),
    unwrap: async (wrapped) => openBytes(wrappingKey, wrapped.subarray(KEY_ID_BYTES), DATA_KEY_AAD),
    derive: (purpose) => deriveFrom(bytes, purpose),
  };
}

/** Reads 32 bytes in base64. `origin` begins the sentence of the error. */
export function decodeMasterKey(text: string, origin: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES && key.toString('base64') === text.trim()) return key;
  throw new MasterKeyError(
    `${origin} does not hold 32 bytes in base64. Put back the one that belongs to this database; for a new installation make one with "openssl rand -base64 32".`,
  );
}

/** HKDF-SHA-256; the purpose keeps the keys of different uses apart. */
function deriveFrom(masterKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, Buffer.alloc(0), `causeway ${purpose}`, KEY_BYTES));
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type VaultErrorCode = 'wrong-format' | 'unknown-master-key' | 'tampered';

/** A sealed value or a wrapped key that cannot be opened. Its message holds no part of the value or of any key. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string) {
    super(message);
    this.name = 'VaultError';
    this.code = code;
  }
}

/**
 * Holds the master key. The file and the environment give it to this process; a provider for a cloud's key service keeps it outside and
 * implements the same three calls.
 */
export interface KeyProvider {
  /** Wraps a 32-byte data key. */
  wrap(dataKey: Uint8Array): Promise<Uint8Array>;
  /** Unwraps what `wrap` made. Throws `VaultError`. */
  unwrap(wrappedKey: Uint8Array): Promise<Uint8Array>;
  /** A 32-byte key for the named use; the same purpose always gives the same key. */
  deriveKey(purpose: string): Promise<Uint8Array>;
}

/** Seals secrets (bank credentials) with data keys that are themselves wrapped by a master key. */
export interface Vault {
  /** A fresh data key, wrapped. Store it beside what it will seal; without the master key it opens nothing. */
  newWrappedDataKey(): Promise<Uint8Array>;
  /** Wraps a data key anew with the provider's present master key, so that an old one can be retired. What it sealed stays valid. */
  rewrapDataKey(wrappedKey: Uint8Array): Promise<Uint8Array>;
  /**
   * Seals the plaintext. `aad` names where the secret belongs (organization, connection, field); `open` must be given the same, so that a
   * sealed value that is moved to another row does not open there.
   */
  seal(wrappedKey: Uint8Array, plaintext: Uint8Array, aad: string): Promise<Uint8Array>;
  /** Opens what `seal` made. Throws `VaultError` for another `aad`, another key, or any changed bit. */
  open(wrappedKey: Uint8Array, sealed: Uint8Array, aad: string): Promise<Uint8Array>;
  /** A 32-byte key for another use (cursor tags, hashing of API keys). The same purpose always gives the same key. */
  deriveKey(purpose: string): Promise<Uint8Array>;
}

/**
 * The layout of a sealed value, version 1: one byte version, 12 bytes nonce, ciphertext, 16 bytes tag. AES-256-GCM; the version byte is
 * authenticated with the `aad`.
 */
const VERSION = 1;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const HEADER_BYTES = 1 + NONCE_BYTES;
const DATA_KEY_AAD = 'causeway data key';

/** Makes a vault on a provider of the master key. Nonces are random, 96 bits, fresh for every seal. */
export function createVault(options: { readonly keyProvider: KeyProvider }): Vault {
  const { keyProvider } = options;
  const wrap = async (dataKey: Uint8Array) => keyProvider.wrap(dataKey);
  /** Hands the unwrapped key to one use and overwrites it afterwards. */
  const withDataKey = async <T>(wrappedKey: Uint8Array, use: (dataKey: Uint8Array) => T | Promise<T>): Promise<T> => {
    const dataKey = await keyProvider.unwrap(wrappedKey);
    try {
      return await use(dataKey);
    } finally {
      dataKey.fill(0);
    }
  };
  return {
    newWrappedDataKey: async () => {
      const dataKey = randomBytes(KEY_BYTES);
      try {
        return await wrap(dataKey);
      } finally {
        dataKey.fill(0);
      }
    },
    rewrapDataKey: (wrappedKey) => withDataKey(wrappedKey, wrap),
    seal: (wrappedKey, plaintext, aad) => withDataKey(wrappedKey, (key) => sealBytes(key, plaintext, aad)),
    open: (wrappedKey, sealed, aad) => withDataKey(wrappedKey, (key) => openBytes(key, sealed, aad)),
    deriveKey: (purpose) => keyProvider.deriveKey(purpose),
  };
}

/** Seals bytes with a 32-byte key; see the layout above. */
export function sealBytes(key: Uint8Array, plaintext: Uint8Array, aad: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Opens what `sealBytes` made with the same key and `aad`. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, aad: string): Uint8Array {
  if (sealed[0] !== VERSION || sealed.length < HEADER_BYTES + TAG_BYTES) {
    throw new VaultError(
      'wrong-format',
      'A sealed value is not of a known format; restore it from a backup or enter it anew.',
    );
  }
  const nonce = sealed.subarray(1, HEADER_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(aad));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    // OpenSSL says nothing beyond "unable to authenticate", and there is nothing else to say.
    throw new VaultError(
      'tampered',
      'A sealed value cannot be opened: it was changed, belongs elsewhere, or was sealed with another key. Enter it anew.',
    );
  }
}

/** HKDF-SHA-256 of a 32-byte master key; the purpose keeps the keys of different uses apart. */
export function deriveFromMaster(masterKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, Buffer.alloc(0), `causeway ${purpose}`, KEY_BYTES));
}

/** Wraps a data key with a key derived from the master key for this alone. */
export function wrapDataKey(masterKey: Uint8Array, dataKey: Uint8Array): Uint8Array {
  return sealBytes(deriveFromMaster(masterKey, 'wrap data keys'), dataKey, DATA_KEY_AAD);
}

/** Opens what `wrapDataKey` made. */
export function unwrapDataKey(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  return openBytes(deriveFromMaster(masterKey, 'wrap data keys'), wrapped, DATA_KEY_AAD);
}

function authenticated(aad: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(aad, 'utf8')]);
}

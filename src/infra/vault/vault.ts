import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from './known-key.ts';
import type { KeyRing } from './master-key.ts';
import { openBytes, sealBytes } from './sealed-bytes.ts';
import { VaultError } from './vault-error.ts';

/** Seals secrets (bank credentials) with data keys that are themselves wrapped by a master key. */
export interface Vault {
  /** A fresh key, wrapped. Store it beside what it will seal; without the master key it opens nothing. */
  newWrappedKey(): Promise<Uint8Array>;
  /** Wraps a key anew with the present master key, so that an old one can be retired. What it sealed stays valid. */
  rewrapKey(wrappedKey: Uint8Array): Promise<Uint8Array>;
  /** Whether the present master key has wrapped it. */
  isCurrent(wrappedKey: Uint8Array): boolean;
  /**
   * Seals the plaintext. `aad` names where the secret belongs (organization, connection, field); `open` must be given the same, so that a
   * sealed value that is moved to another row does not open there.
   */
  seal(wrappedKey: Uint8Array, plaintext: Uint8Array, aad: string): Promise<Uint8Array>;
  /** Opens what `seal` made. Throws `VaultError` for another `aad`, another key, or any changed bit. */
  open(wrappedKey: Uint8Array, sealed: Uint8Array, aad: string): Promise<Uint8Array>;
  /** Whether one of the master keys unwraps it. */
  canUnwrap(wrappedKey: Uint8Array): Promise<boolean>;
  /** The bytes of a key that is used for something else than sealing, such as hashing. They are the caller's to keep secret. */
  unwrapKey(wrappedKey: Uint8Array): Promise<Uint8Array>;
  /** Wraps the key that the master key gives for a use, or a fresh one where it gives none. */
  wrapDerivedKey(purpose: string): Promise<Uint8Array>;
}

/** Makes a vault on the master keys. */
export function createVault({ keyRing }: { readonly keyRing: KeyRing }): Vault {
  /** Hands the unwrapped key to one use and overwrites it afterwards. */
  const withKey = async <T>(wrappedKey: Uint8Array, use: (key: Uint8Array) => T | Promise<T>): Promise<T> => {
    const key = await keyRing.unwrap(wrappedKey);
    try {
      return await use(key);
    } finally {
      key.fill(0);
    }
  };
  const wrapOnce = async (key: Uint8Array): Promise<Uint8Array> => {
    try {
      return await keyRing.wrap(key);
    } finally {
      key.fill(0);
    }
  };
  return {
    newWrappedKey: () => wrapOnce(randomBytes(KEY_BYTES)),
    rewrapKey: (wrappedKey) => withKey(wrappedKey, keyRing.wrap),
    isCurrent: keyRing.isCurrent,
    seal: (wrappedKey, plaintext, aad) => withKey(wrappedKey, (key) => sealBytes(key, plaintext, aad)),
    open: (wrappedKey, sealed, aad) => withKey(wrappedKey, (key) => openBytes(key, sealed, aad)),
    canUnwrap: async (wrappedKey) => {
      try {
        await withKey(wrappedKey, () => undefined);
        return true;
      } catch (cause) {
        if (cause instanceof VaultError) return false;
        throw cause;
      }
    },
    unwrapKey: (wrappedKey) => keyRing.unwrap(wrappedKey),
    wrapDerivedKey: (purpose) => wrapOnce(keyRing.derive(purpose) ?? randomBytes(KEY_BYTES)),
  };
}

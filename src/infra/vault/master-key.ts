import { VaultError } from './vault-error.ts';

/**
 * What wraps keys: 32 bytes that this process knows, or a key that never leaves a cloud's key service. A wrapped key tells
 * by its first bytes which master key it needs.
 */
export interface MasterKey {
  /** Whether it made this wrapped key. */
  owns(wrapped: Uint8Array): boolean;
  /** Wraps a 32-byte key. */
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** Unwraps what `wrap` made. Throws VaultError. The bytes are the caller's, to be overwritten after use. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
  /**
   * A 32-byte key for a named use, the same one each time; null where the master key cannot be computed with. Only for
   * installations that began when such keys were not stored.
   */
  derive(purpose: string): Uint8Array | null;
}

/** The master keys of an installation: one wraps, and those in force before it still unwrap. */
export interface KeyRing extends MasterKey {
  /** Whether the wrapped key was made by the one that wraps now. */
  isCurrent(wrapped: Uint8Array): boolean;
}

/** `current` wraps; `older` open what they have wrapped until it is wrapped anew. */
export function createKeyRing(current: MasterKey, older: readonly MasterKey[]): KeyRing {
  const all = [current, ...older];
  return {
    owns: (wrapped) => all.some((key) => key.owns(wrapped)),
    isCurrent: (wrapped) => current.owns(wrapped),
    wrap: (key) => current.wrap(key),
    unwrap: async (wrapped) => {
      const owner = all.find((key) => key.owns(wrapped));
      if (owner !== undefined) return owner.unwrap(wrapped);
      throw new VaultError(
        'unknown-master-key',
        'A key was wrapped with another master key than those in use. Put back the master key that belongs to this database.',
      );
    },
    // The oldest one is the one with which the installation began.
    derive: (purpose) => all.reduceRight<Uint8Array | null>((found, key) => found ?? key.derive(purpose), null),
  };
}

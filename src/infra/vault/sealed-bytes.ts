import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { VaultError } from './vault-error.ts';

/**
 * The layout of a sealed value, version 1: one byte version, 12 bytes nonce, ciphertext, 16 bytes tag. AES-256-GCM; the version byte is
 * authenticated with the `aad`. Nonces are random, 96 bits, fresh for every seal.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

/** Seals bytes with a 32-byte key; see the layout above. */
export function sealBytes(key: Uint8Array, plaintext: Uint8Array, aad: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Opens what `sealBytes` made with the same key and `aad`. Throws VaultError. */
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

function authenticated(aad: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(aad, 'utf8')]);
}

import { type Environment, isEnvironment } from '../environment.ts';

/** The parts of an API key. The secret is shown to its owner once and is stored only as a keyed hash. */
export interface ApiKey {
  readonly environment: Environment;
  /** Names the key in the database; not secret. */
  readonly keyId: string;
  readonly secret: string;
}

/** Least randomness of a secret, in bytes: 160 bits. */
export const MIN_SECRET_BYTES = 20;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 27 characters out of 62 are the fewest that can carry 160 bits. */
const MIN_SECRET_LENGTH = base62Length(MIN_SECRET_BYTES);
const KEY_PATTERN = new RegExp(`^way_(live|test)_([0-9A-Za-z]{1,64})_([0-9A-Za-z]{${MIN_SECRET_LENGTH},128})$`);

/** Splits `way_{live|test}_{keyId}_{secret}`; null for text of any other form. Says nothing about whether the key exists. */
export function parseApiKey(text: string): ApiKey | null {
  const [, environment, keyId, secret] = KEY_PATTERN.exec(text) ?? [];
  if (environment === undefined || keyId === undefined || secret === undefined) return null;
  return isEnvironment(environment) ? { environment, keyId, secret } : null;
}

/** The text of a key. Throws a RangeError when a part has not the documented form, as such a key could never be used. */
export function formatApiKey(key: ApiKey): string {
  const text = `way_${key.environment}_${key.keyId}_${key.secret}`;
  if (parseApiKey(text) === null)
    throw new RangeError('an API key consists of letters and digits, with a secret of 160 bits or more');
  return text;
}

/** Letters and digits of a new secret. Throws a RangeError under 20 random bytes (160 bits). */
export function createApiKeySecret(random: Uint8Array): string {
  if (random.length < MIN_SECRET_BYTES)
    throw new RangeError(`a secret needs at least ${MIN_SECRET_BYTES} random bytes`);
  return base62(random);
}

/** Letters and digits of a new key id, from random bytes; 12 bytes make accidental repeats out of the question. */
export function createApiKeyId(random: Uint8Array): string {
  if (random.length < 8) throw new RangeError('a key id needs at least 8 random bytes');
  return base62(random);
}

/** Different bytes always give different text of the same length, so that no randomness is lost. */
function base62(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let place = base62Length(bytes.length); place > 0; place -= 1) {
    text = ALPHABET.charAt(Number(value % 62n)) + text;
    value /= 62n;
  }
  return text;
}

function base62Length(byteCount: number): number {
  return Math.ceil((byteCount * 8) / Math.log2(62));
}

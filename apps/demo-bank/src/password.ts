import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const COST = { r: 8, p: 1 };
/** What hashing costs, as scrypt counts it: a few hundredths of a second. */
const WORK = 16_384;

/** Letters and digits that are not mistaken for one another when copied by hand. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 20;

/** What the portals of the demo banks want of a password, and of a temporary one all the more. */
const NEEDED = [/[a-z]/, /[A-Z]/, /\d/];

/** A random password of 20 letters and digits with a small letter, a capital and a digit at least, some 115 bits. */
export function generatePassword(): string {
  for (;;) {
    const password = drawPassword();
    // One in twenty has no digit. Drawing all of it anew leaves every password that is left as likely as the others.
    if (NEEDED.every((pattern) => pattern.test(password))) return password;
  }
}

function drawPassword(): string {
  let password = '';
  while (password.length < PASSWORD_LENGTH) {
    for (const byte of randomBytes(PASSWORD_LENGTH)) {
      // Bytes over the last whole multiple of the alphabet would make its first letters likelier.
      const isUsable = byte < 256 - (256 % ALPHABET.length);
      if (isUsable && password.length < PASSWORD_LENGTH) password += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return password;
}

/** Hashes a password for storage: `scrypt$N$r$p$salt$key`, salt and key in base64url. `work` is N, a power of two. */
export async function hashPassword(password: string, work = WORK): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, { N: work, ...COST });
  return ['scrypt', work, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one that was hashed. Throws when the hash is not one of ours. */
export async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) {
    throw new Error('a stored password hash is not in the form scrypt$N$r$p$salt$key');
  }
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await deriveKey(password, Buffer.from(salt, 'base64url'), cost);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function deriveKey(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cookiesForLibrary, readSessionToken } from './session-cookie.ts';

const SECRET = 'the secret of a test';
const TOKEN = 'tokenOfASession';
const SIGNATURE = createHmac('sha256', SECRET).update(TOKEN).digest('base64');
const cookieOf = (signature: string) => `causeway_session=${encodeURIComponent(`${TOKEN}.${signature}`)}`;
const FIRST_STEP = 'causeway.two_factor=challenge.c2ln%3D';

describe('the cookie of a session', () => {
  it('is taken with the signature exactly as the library wrote it', () => {
    expect(readSessionToken(cookieOf(SIGNATURE), SECRET)).toBe(TOKEN);
    const others = [
      SIGNATURE.replace('=', ''),
      SIGNATURE.replace('=', ' ='),
      `${SIGNATURE}=`,
      SIGNATURE.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
      Buffer.alloc(32).toString('base64'),
    ];
    for (const other of others) expect(readSessionToken(cookieOf(other), SECRET)).toBeNull();
  });
});

describe('the cookie of a session that is kept to its host', () => {
  const other = 'tokenOfAnother';
  const otherSigned = `${other}.${createHmac('sha256', SECRET).update(other).digest('base64')}`;
  const plainOfAnother = `causeway_session=${encodeURIComponent(otherSigned)}`;

  it('is taken before that of the plain name, which another host of the domain can set', () => {
    const kept = `__Host-${cookieOf(SIGNATURE)}`;
    for (const header of [kept, `${plainOfAnother}; ${kept}`, `${kept}; ${plainOfAnother}`])
      expect(readSessionToken(header, SECRET)).toBe(TOKEN);
    const forged = `__Host-${cookieOf(Buffer.alloc(32).toString('base64'))}; ${plainOfAnother}`;
    expect(readSessionToken(forged, SECRET)).toBeNull();
  });

  it('reaches the library under the name that the library knows', () => {
    const both = `__Host-${FIRST_STEP}; __Host-${cookieOf(SIGNATURE)}`;
    expect(cookiesForLibrary(both, SECRET, { ignoresSession: false })).toBe(cookieOf(SIGNATURE));
    expect(cookiesForLibrary(both, SECRET, { ignoresSession: true })).toBe(FIRST_STEP);
  });
});

describe('what the library gets', () => {
  it('is the session that was verified, or the first step of a sign-in, never both', () => {
    const both = `${FIRST_STEP}; ${cookieOf(SIGNATURE)}; causeway.trust_device=1`;
    expect(cookiesForLibrary(both, SECRET, { ignoresSession: false })).toBe(cookieOf(SIGNATURE));
    expect(cookiesForLibrary(both, SECRET, { ignoresSession: true })).toBe(FIRST_STEP);
    const unpadded = `${FIRST_STEP}; ${cookieOf(SIGNATURE.replace('=', ''))}`;
    expect(cookiesForLibrary(unpadded, SECRET, { ignoresSession: false })).toBeUndefined();
    expect(cookiesForLibrary(undefined, SECRET, { ignoresSession: true })).toBeUndefined();
  });
});

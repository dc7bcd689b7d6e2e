import { createHmac, timingSafeEqual } from 'node:crypto';

/** Holds the token of a session and, after a dot, the signature that the sign-in library made. */
export const SESSION_COOKIE = 'causeway_session';
/** The library's own: holds, until the code is given, who has shown the right password. */
const FIRST_STEP_COOKIE = 'causeway.two_factor';

/**
 * The token that a Cookie header carries; null without one, or when its signature is not of this installation. A token from a copy of
 * the database is of no use for that reason. The library is not needed for it, and stays unloaded in a process that serves only keys.
 */
export function readSessionToken(cookieHeader: string | undefined, secret: string): string | null {
  const value = findCookie(cookieHeader, SESSION_COOKIE);
  const cut = value?.lastIndexOf('.') ?? -1;
  if (value === null || cut < 1) return null;
  const token = value.slice(0, cut);
  // Held against as text: base 64 has several for the same bytes, of which the library takes another choice.
  const given = Buffer.from(value.slice(cut + 1));
  const wanted = Buffer.from(signatureOf(token, secret));
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null;
}

/**
 * The header that the library gets: the session that was verified here and nothing else, or, for somebody who is not signed in yet,
 * their first step. So both cannot take one header for two people.
 */
export function cookiesForLibrary(
  cookieHeader: string | undefined,
  secret: string,
  { ignoresSession }: { readonly ignoresSession: boolean },
): string | undefined {
  if (ignoresSession) {
    const firstStep = findCookie(cookieHeader, FIRST_STEP_COOKIE);
    return firstStep === null ? undefined : `${FIRST_STEP_COOKIE}=${encodeURIComponent(firstStep)}`;
  }
  const token = readSessionToken(cookieHeader, secret);
  if (token === null) return undefined;
  return `${SESSION_COOKIE}=${encodeURIComponent(`${token}.${signatureOf(token, secret)}`)}`;
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}

/** The text of a cookie, the first of that name; null without one. */
export function findCookie(header: string | undefined, name: string): string | null {
  const part = header?.split(';').find((each) => nameOf(each) === name);
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part.slice(part.indexOf('=') + 1).trim());
  } catch {
    // Not percent-encoded text, so none that this installation has set.
    return null;
  }
}

function nameOf(part: string): string {
  return part.slice(0, Math.max(0, part.indexOf('='))).trim();
}

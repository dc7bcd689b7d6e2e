import { createHmac, timingSafeEqual } from 'node:crypto';

/** Holds the token of a session and, after a dot, the signature that the sign-in library made. */
export const SESSION_COOKIE = 'causeway_session';
/** The library's own: holds, until the code is given, who has shown the right password. */
const FIRST_STEP_COOKIE = 'causeway.two_factor';
/** With this in front of its name, browsers take a cookie by HTTPS only, and from no other host of the same domain. */
const HOST_PREFIX = '__Host-';

/** What the library sets, for a browser that came by HTTPS. Its cookies are of the whole host and name no domain, as the prefix asks. */
export function keepToHost(setCookie: string): string {
  return `${HOST_PREFIX}${setCookie}; Secure`;
}

/**
 * The token that a Cookie header carries; null without one, or when its signature is not of this installation. A token from a copy of
 * the database is of no use for that reason. The library is not needed for it, and stays unloaded in a process that serves only keys.
 */
export function readSessionToken(cookieHeader: string | undefined, secret: string): string | null {
  const value = findHostCookie(cookieHeader, SESSION_COOKIE);
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
    const firstStep = findHostCookie(cookieHeader, FIRST_STEP_COOKIE);
    return firstStep === null ? undefined : `${FIRST_STEP_COOKIE}=${encodeURIComponent(firstStep)}`;
  }
  const token = readSessionToken(cookieHeader, secret);
  if (token === null) return undefined;
  return `${SESSION_COOKIE}=${encodeURIComponent(`${token}.${signatureOf(token, secret)}`)}`;
}

function signatureOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}

/**
 * The cookie that is kept to this host; without one, that of the plain name, which browsers have who came by HTTP, or signed in before there
 * was the other. So nobody who is signed in gets a session that another host of the domain has set.
 */
function findHostCookie(header: string | undefined, name: string): string | null {
  return findCookie(header, `${HOST_PREFIX}${name}`) ?? findCookie(header, name);
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

import { timingSafeEqual } from 'node:crypto';
import { findCookie } from '../../infra/sign-in/session-cookie.ts';
import type { RequestClient } from '../http/request-client.ts';
import { takesSecureCookies } from '../http/secure-cookies.ts';
import type { ApiParts } from '../parts.ts';

/** Tells a browser in which somebody has signed in before. It opens nothing: it only has tries of its own. */
const COOKIE = 'causeway_browser';
const YEAR_S = 365 * 86_400;
const ID_BYTES = 16;

type Parts = Pick<ApiParts, 'hashWithKey' | 'randomBytes' | 'console'>;

/** The id of the browser, if this installation has given it to the person of that e-mail address; null otherwise. */
export function findKnownBrowser(
  parts: Pick<Parts, 'hashWithKey'>,
  { headers: { cookie } }: Pick<RequestClient, 'headers'>,
  email: string,
): string | null {
  const [id = '', proof = ''] = findCookie(cookie, COOKIE)?.split('.') ?? [];
  const wanted = Buffer.from(proofOf(parts, id, email));
  const given = Buffer.from(proof);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? id : null;
}

/** The cookie for a browser in which that person has signed in. */
export function markBrowser(parts: Parts, client: RequestClient, email: string): string {
  const id = findKnownBrowser(parts, client, email) ?? Buffer.from(parts.randomBytes(ID_BYTES)).toString('base64url');
  const cookie = `${COOKIE}=${id}.${proofOf(parts, id, email)}; Max-Age=${YEAR_S}; Path=/console/api/auth; HttpOnly; SameSite=Lax`;
  return takesSecureCookies(parts, client) ? `${cookie}; Secure` : cookie;
}

function proofOf({ hashWithKey }: Pick<Parts, 'hashWithKey'>, id: string, email: string): string {
  return Buffer.from(hashWithKey(`browser ${id} of ${email.toLowerCase()}`)).toString('base64url');
}

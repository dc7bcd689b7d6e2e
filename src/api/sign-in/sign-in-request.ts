import { type Refusal, refuse, refuseField } from '../../domain/refusal.ts';
import { type SignInAct, type SignInAnswer, TOO_MANY_PASSWORDS } from '../../infra/sign-in/sign-in.ts';
import { refuseOtherSite } from '../callers/console-session.ts';
import type { RequestClient } from '../http/request-client.ts';
import { takesSecureCookies } from '../http/secure-cookies.ts';
import type { ApiParts } from '../parts.ts';
import { refuseUntil } from './sign-in-tries.ts';

/** How long the library keeps a person's codes from being tried after ten wrong ones. */
const CODE_LOCK_MS = 900_000;

const REFUSED: Refusal = refuse('sign_in_refused', 'The address or the password is wrong.');
const CODE_REFUSED: Refusal = refuse(
  'sign_in_refused',
  'The code is wrong, or the first step was too long ago. Try another code, or begin with the password again.',
);
const OTHER_SITE: Refusal = refuse(
  'malformed_request',
  'The request must come from the pages of this installation. Behind a proxy that changes the host, set CAUSEWAY_PUBLIC_URL.',
);

/** What the library's own names for what is wrong mean to a client; those that depend on the field are in `askAsPerson`. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  INVALID_EMAIL_OR_PASSWORD: REFUSED,
  INVALID_EMAIL: REFUSED,
  // Of somebody who is signed in, and there told by the field.
  INVALID_PASSWORD: REFUSED,
  INVALID_CODE: CODE_REFUSED,
  INVALID_BACKUP_CODE: CODE_REFUSED,
  INVALID_TWO_FACTOR_COOKIE: CODE_REFUSED,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: CODE_REFUSED,
  TOTP_NOT_ENABLED: refuse('conflict', 'One-time codes are not in use.'),
  TWO_FACTOR_NOT_ENABLED: refuse('conflict', 'One-time codes are not in use.'),
  BACKUP_CODES_NOT_ENABLED: refuse('conflict', 'One-time codes are not in use.'),
  TOTP_ALREADY_ENABLED: refuse('conflict', 'One-time codes are in use already. Switch them off first.'),
  ACCOUNT_TEMPORARILY_LOCKED: refuseUntil(CODE_LOCK_MS),
  INVALID_ORIGIN: OTHER_SITE,
  MISSING_OR_NULL_ORIGIN: OTHER_SITE,
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: OTHER_SITE,
  [TOO_MANY_PASSWORDS]: {
    ...refuse('unavailable', 'Too many people sign in at this moment. Nothing was done. Try again.'),
    retryAfterSeconds: 2,
  },
  UNAUTHORIZED: refuse('session_required', 'Sign in to the console.'),
};

type Parts = Pick<ApiParts, 'console'>;
type Asked = SignInAnswer | Refusal;

/** Asks the sign-in library something for somebody who is not signed in, or whose session does not matter. */
export async function askLibrary(
  { console: { signIn, ownOrigins } }: Parts,
  client: RequestClient,
  { act, body, ignoresSession }: { readonly act: SignInAct; readonly body: object; readonly ignoresSession: boolean },
): Promise<Asked> {
  const refusal = refuseOtherSite(client.headers);
  if (refusal !== null) return refusal;
  const { cookie, origin, 'user-agent': userAgent = '', 'sec-fetch-site': fetchSite } = client.headers;
  const answer = await signIn.ask(
    act,
    { ...body },
    {
      address: client.address,
      userAgent: userAgent.slice(0, 500),
      cookie,
      origin,
      // A repeated header arrives as a list, and is none that a browser sent.
      fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
      ownOrigins: [...ownOrigins, `http://${client.host}`, `https://${client.host}`],
      isSecure: takesSecureCookies({ console: { ownOrigins } }, client),
    },
    ignoresSession ? { session: 'ignored' } : undefined,
  );
  if (answer.status < 400) return answer;
  const known = answer.code === null ? undefined : REFUSALS[answer.code];
  if (known !== undefined) return known;
  // Somebody else used the backup code at the same moment.
  if (answer.status === 409) return CODE_REFUSED;
  throw new Error(`the sign-in library answered ${act} with ${answer.status} ${answer.code ?? 'without a code'}`);
}

/** The same for the person whose session the request carries; a wrong password or code is that of the field. */
export async function askAsPerson(
  parts: Parts,
  client: RequestClient,
  { act, body, field }: { readonly act: SignInAct; readonly body: object; readonly field: string },
): Promise<Asked> {
  const asked = await askLibrary(parts, client, { act, body, ignoresSession: false });
  if (!('refused' in asked) || asked.code !== 'sign_in_refused') return asked;
  return refuseField('body', field, field === 'code' ? 'is not what the app shows now' : 'is not your password');
}

/** The backup codes in an answer of the library. */
export function backupCodesOf({ body }: SignInAnswer): string[] {
  return Array.isArray(body.backupCodes) ? body.backupCodes.map(String) : [];
}

import { betterAuth } from 'better-auth/minimal';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Sql } from '../database.ts';
import type { Log } from '../log.ts';
import { createDatabaseAdapter } from './database-adapter.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

/** Where the library believes itself to be. Nobody sees it: requests are handed over, and links are ours. */
export const LIBRARY_URL = 'https://console.causeway.invalid';
export const LIBRARY_PATH = '/console/api/auth';
/** Headers between us and the library; those that a client sends under these names are dropped. */
export const CLIENT_ADDRESS = 'x-causeway-client-address';
export const OWN_ORIGINS = 'x-causeway-own-origins';

const PERSON_ID = { userId: 'personId' } as const;
const DAY_S = 86_400;
/** However much it is used, a session ends after this. */
const SESSION_S = 7 * DAY_S;
const SECOND_STEP_S = 600;

export interface LibraryParts {
  /** Of the service's role, which may use the tables of people. */
  readonly sql: Sql;
  /** Signs cookies and encrypts the secrets of one-time codes. */
  readonly secret: string;
  readonly log: Log;
  newId(): string;
}

/**
 * The sign-in library, set up: address and password, one-time codes, sessions in our tables, nothing else. It sends no requests of its
 * own and counts nothing; how often somebody may try is counted where all processes see it.
 */
export function createLibrary({ sql, secret, log, newId }: LibraryParts) {
  return betterAuth({
    appName: 'Causeway',
    baseURL: LIBRARY_URL,
    basePath: LIBRARY_PATH,
    secret,
    database: createDatabaseAdapter(sql, newId),
    trustedOrigins: (request) => request?.headers.get(OWN_ORIGINS)?.split(' ') ?? [],
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => log.error({ message }, 'the sign-in library reports an error'),
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: { modelName: 'people' },
    session: {
      modelName: 'peopleSessions',
      fields: PERSON_ID,
      expiresIn: SESSION_S,
      disableSessionRefresh: true,
    },
    account: { modelName: 'peopleLogins', fields: PERSON_ID },
    verification: { modelName: 'peopleVerifications' },
    plugins: [
      twoFactor({
        issuer: 'Causeway',
        twoFactorCookieMaxAge: SECOND_STEP_S,
        schema: { twoFactor: { modelName: 'peopleTwoFactors', fields: PERSON_ID } },
      }),
    ],
    advanced: {
      // Whether a cookie may go over plain HTTP depends on the request, and is added to it afterwards.
      useSecureCookies: false,
      cookiePrefix: 'causeway',
      cookies: { session_token: { name: SESSION_COOKIE } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Said outright, because the library leaves them out where it takes a process for a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      database: { generateId: () => newId() },
    },
  });
}

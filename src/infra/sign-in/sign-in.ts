import { createHashGate } from './hash-gate.ts';
import type { LibraryParts } from './library.ts';
import { cookiesForLibrary, keepToHost } from './session-cookie.ts';
import { spendCode } from './spent-codes.ts';

/** What the library offers of itself here. */
export type SignInAct =
  | 'sign-in/email'
  | 'sign-out'
  | 'change-password'
  | 'two-factor/enable'
  | 'two-factor/disable'
  | 'two-factor/generate-backup-codes'
  | 'two-factor/verify-totp'
  | 'two-factor/verify-backup-code';

/** Acts that begin with the hash of a password. */
const WITH_PASSWORD: ReadonlySet<SignInAct> = new Set([
  'sign-in/email',
  'change-password',
  'two-factor/enable',
  'two-factor/disable',
  'two-factor/generate-backup-codes',
]);
/** The code of an answer that was given without asking the library, as too many passwords are being hashed. */
export const TOO_MANY_PASSWORDS = 'TOO_MANY_PASSWORDS';

/** The request in whose name something is asked of the library. */
export interface SignInClient {
  readonly address: string;
  readonly userAgent: string;
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Origins that pages of this installation have, as seen by this client. */
  readonly ownOrigins: readonly string[];
  readonly isSecure: boolean;
}

export interface SignInAnswer {
  readonly status: number;
  /** The library's own name of what is wrong. */
  readonly code: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** For the client's browser. */
  readonly cookies: readonly string[];
}

export interface SignIn {
  /** With `session: 'ignored'` the session that the client has is left out of account. */
  ask(
    act: SignInAct,
    body: Readonly<Record<string, unknown>>,
    client: SignInClient,
    options?: { readonly session: 'ignored' },
  ): Promise<SignInAnswer>;
  /** The text that is kept of a password, made by scrypt. */
  hashPassword(password: string): Promise<string>;
}

/** Whom an answer signs in. */
export function idOfUser({ body: { user } }: Pick<SignInAnswer, 'body'>): string {
  if (typeof user === 'object' && user !== null && 'id' in user && typeof user.id === 'string') return user.id;
  throw new Error('the sign-in library signed nobody in');
}

/** The secret is asked for when it is needed. */
export interface SignInParts extends Omit<LibraryParts, 'secret'> {
  secret(): Promise<string>;
}

/** The library is loaded by the first who needs it, so that a process that only serves keys never carries it. */
export function createSignIn(parts: SignInParts): SignIn {
  const gate = createHashGate({ atOnce: 2, waiting: 20 });
  let loading: Promise<Loaded> | null = null;
  const load = (): Promise<Loaded> => {
    loading ??= loadLibrary(parts).catch((cause: unknown) => {
      loading = null;
      throw cause;
    });
    return loading;
  };
  return {
    ask: async (act, body, client, options) => {
      const { library, names, secret } = await load();
      const headers = new Headers({ 'content-type': 'application/json', [names.CLIENT_ADDRESS]: client.address });
      headers.set(names.OWN_ORIGINS, client.ownOrigins.join(' '));
      headers.set('user-agent', client.userAgent);
      const cookie = cookiesForLibrary(client.cookie, secret, { ignoresSession: options !== undefined });
      const others = { cookie, origin: client.origin, 'sec-fetch-site': client.fetchSite };
      for (const [name, value] of Object.entries(others)) if (value) headers.set(name, value);
      const url = `${names.LIBRARY_URL}${names.LIBRARY_PATH}/${act}`;
      const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
      const handle = () => library.handler(request);
      const response = WITH_PASSWORD.has(act) ? await gate.tryRun(handle) : await handle();
      if (response === null) return { status: 503, code: TOO_MANY_PASSWORDS, body: {}, cookies: [] };
      const answer = await readAnswer(response, client);
      if (act !== 'two-factor/verify-totp' || answer.status >= 400) return answer;
      const key = (await library.$context).secretConfig;
      const spent = await spendCode(parts.sql, {
        personId: idOfUser(answer),
        code: String(body.code),
        openSecret: async (data) => (await import('better-auth/crypto')).symmetricDecrypt({ key, data }),
        nowMs: Date.now(), // The library's clock.
      });
      if (spent) return answer;
      // The session that the library has begun is nobody's: its cookie is not given out.
      if (options !== undefined)
        await parts.sql`delete from people_sessions where token = ${String(answer.body.token)}`;
      return { status: 401, code: 'INVALID_CODE', body: {}, cookies: [] };
    },
    hashPassword: async (password) => {
      const { library } = await load();
      // Only of whoever has a link that works, so nobody is turned away.
      const context = await library.$context;
      return gate.run(() => context.password.hash(password));
    },
  };
}

async function loadLibrary(parts: SignInParts) {
  const [{ createLibrary, ...names }, secret] = await Promise.all([import('./library.ts'), parts.secret()]);
  return { names, secret, library: createLibrary({ ...parts, secret }) };
}

type Loaded = Awaited<ReturnType<typeof loadLibrary>>;

async function readAnswer(response: Response, { isSecure }: SignInClient): Promise<SignInAnswer> {
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  const body = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}; // Of unknown fields.
  return {
    status: response.status,
    code: typeof body.code === 'string' ? body.code : null,
    body,
    cookies: response.headers.getSetCookie().map((cookie) => (isSecure ? keepToHost(cookie) : cookie)),
  };
}

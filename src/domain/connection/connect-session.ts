import type { Environment } from '../environment.ts';
import type { Instant } from '../values/instant.ts';

/** How the pages of a Connect session look: what the integrator wants seen in place of our own. */
export interface ConnectTheme {
  /** Name of the product that the bank is connected to. */
  readonly name: string | null;
  /** `#rrggbb` in lower case. */
  readonly color: string | null;
  /** A picture as a `data:` URL. */
  readonly logo: string | null;
}

/** `open` until the connection works, the link is withdrawn, or its time is over. */
export type ConnectSessionStatus = 'open' | 'completed' | 'revoked' | 'expired';

/** A link by which somebody without a key connects one bank of one entity. All times are real in both environments. */
export interface ConnectSession {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly entityId: string;
  /** Set by whoever made the link; null where its holder chooses. */
  readonly institutionId: string | null;
  /** The one connection that it is good for; null until a bank is chosen. */
  readonly connectionId: string | null;
  /** Origins of the pages that may show it in a frame. */
  readonly allowedOrigins: readonly string[];
  readonly returnUrl: string | null;
  readonly theme: ConnectTheme;
  /** Language tag; null for that of the browser. */
  readonly locale: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
  readonly completedAt: Instant | null;
}

/** What has become of a session at a moment. One that was withdrawn after its end has still ended well. */
export function connectSessionStatus(
  { completedAt, revokedAt, expiresAt }: Pick<ConnectSession, 'completedAt' | 'revokedAt' | 'expiresAt'>,
  now: Instant,
): ConnectSessionStatus {
  if (completedAt !== null) return 'completed';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}

/** Whether the token of a session still opens its pages. One that is completed can be looked at until its time is over. */
export function isConnectLinkOpen(
  { revokedAt, expiresAt }: Pick<ConnectSession, 'revokedAt' | 'expiresAt'>,
  now: Instant,
): boolean {
  return revokedAt === null && expiresAt > now;
}

const TOKEN_PREFIX = 'wcs_';
/** 192 bits, which fill whole groups of base64. */
export const CONNECT_TOKEN_BYTES = 24;
const TOKEN = /^wcs_[A-Za-z0-9_-]{32}$/;

/** Text of a token, from `CONNECT_TOKEN_BYTES` unpredictable bytes. */
export function formatConnectToken(bytes: Uint8Array): string {
  if (bytes.length !== CONNECT_TOKEN_BYTES) throw new RangeError(`a Connect token has ${CONNECT_TOKEN_BYTES} bytes`);
  const text = btoa(String.fromCharCode(...bytes));
  return TOKEN_PREFIX + text.replaceAll('+', '-').replaceAll('/', '_');
}

/** Whether a text has the form of a token; nothing else is worth a look into the database. */
export function isConnectToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * The link of a session, below the address of the installation. The id alone opens nothing, and the token stands behind the `#`, which a
 * browser sends to nobody: no log of a server or proxy on the way has it, and no referrer.
 */
export function formatConnectLink(publicUrl: string, sessionId: string, token: string): string {
  return `${publicUrl}/connect/${sessionId}#${token}`;
}

const HOST = /^https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a text is no origin of a page that may embed a session, as the end of a sentence; null for one that is. An origin goes into a
 * header, so it is only taken in the one spelling that browsers give it.
 */
export function findOriginProblem(text: string): string | null {
  if (!HOST.test(text) || !URL.canParse(text) || new URL(text).origin !== text)
    return 'must be an origin as browsers write it, such as https://app.example.com, without a path, a wildcard or a default port';
  return isSafeScheme(new URL(text)) ? null : 'must use https; http is for pages of the own machine only';
}

/** Why a text is no address to go back to, as the end of a sentence; null for one that is. */
export function findReturnUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'must be a complete URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  return isSafeScheme(url) ? null : 'must use https; http is for pages of the own machine only';
}

function isSafeScheme({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** First bytes of a picture, as binary text, by its media type. SVG is not among them: it can hold programs and links. */
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['\x89PNG\r\n\x1a\n'],
  'image/jpeg': ['\xff\xd8\xff'],
  'image/webp': ['RIFF'],
};
const DATA_URL = /^data:(image\/[a-z]+);base64,((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/** Why a text is no logo, as the end of a sentence; null for one that is. */
export function findLogoProblem(text: string): string | null {
  const [, type = '', base64 = ''] = DATA_URL.exec(text) ?? [];
  const starts = PICTURES[type];
  if (starts === undefined) return 'must be a PNG, JPEG or WebP picture as a data: URL in base64';
  const head = atob(base64.slice(0, 32));
  return starts.some((start) => head.startsWith(start)) ? null : `does not hold a picture of the type ${type}`;
}

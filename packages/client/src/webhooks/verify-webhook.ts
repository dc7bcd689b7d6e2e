import type { components } from '../contract.generated.ts';

/** What a webhook carries; `type` tells which. A newer server may send types that are not known here. */
export type WebhookEvent = components['schemas']['Event'];

/** Why a delivery must not be trusted. */
export type WebhookRefusal =
  /** Neither signature header is there. */
  | 'missing_signature'
  /** Signed headers are there but cannot be read. */
  | 'malformed_signature'
  /** Signed too long ago or in the future: a repeat of an old delivery, or a wrong clock. */
  | 'stale_timestamp'
  /** Signed with another secret, or the body is not the one that was signed. */
  | 'wrong_signature'
  /** Signed well, and yet no event: the body is no JSON object. */
  | 'malformed_body';

/** The event, or why the request is not to be trusted. */
export type WebhookVerdict =
  | { readonly valid: true; readonly event: WebhookEvent }
  | { readonly valid: false; readonly reason: WebhookRefusal };

/** A request as a web server gives it, with the secrets that may have signed it. */
export interface WebhookDelivery {
  /** `whsec_…`; all of them while a secret is being rotated. */
  readonly secrets: string | readonly string[];
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Exactly as it came, before any parsing. */
  readonly body: string | Uint8Array;
  /** How far the timestamp may be off, either way. 300 by default. */
  readonly toleranceSeconds?: number | undefined;
  readonly nowMs?: number | undefined;
}

/** One signature scheme: what was signed when, and the signatures that claim it. */
interface Claim {
  readonly timestamp: string;
  readonly message: Uint8Array<ArrayBuffer>;
  readonly signatures: readonly Uint8Array<ArrayBuffer>[];
  readonly keyOf: (secret: string) => Uint8Array<ArrayBuffer>;
}

const DEFAULT_TOLERANCE_SECONDS = 300;
/** The prefix and whole groups of base64. */
const SECRET = /^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Checks a delivery by either of its two signatures, `Waycore-Signature` or Standard Webhooks, and gives its event. One
 * good signature by one of the secrets is enough. Throws TypeError only for secrets that cannot be ones.
 */
export async function verifyWebhook(delivery: WebhookDelivery): Promise<WebhookVerdict> {
  const secrets = typeof delivery.secrets === 'string' ? [delivery.secrets] : delivery.secrets;
  if (secrets.length === 0 || !secrets.every((secret) => SECRET.test(secret)))
    throw new TypeError('secrets must hold at least one secret of the form whsec_<base64>.');
  const body = typeof delivery.body === 'string' ? new TextEncoder().encode(delivery.body) : delivery.body;
  const header = createHeaderReader(delivery.headers);
  const schemes = [readWaycore(header, body), readStandard(header, body)];
  const claims = schemes.filter((scheme) => typeof scheme === 'object');
  if (claims.length === 0) return refuse(schemes.includes('malformed') ? 'malformed_signature' : 'missing_signature');
  const nowMs = delivery.nowMs ?? Date.now();
  const toleranceSeconds = delivery.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  const fresh = claims.filter(({ timestamp }) => Math.abs(nowMs / 1_000 - Number(timestamp)) <= toleranceSeconds);
  if (fresh.length === 0) return refuse('stale_timestamp');
  for (const claim of fresh) for (const secret of secrets) if (await isSigned(claim, secret)) return readEvent(body);
  return refuse('wrong_signature');
}

function refuse(reason: WebhookRefusal): WebhookVerdict {
  return { valid: false, reason };
}

type HeaderReader = (name: string) => string | null;

function readWaycore(header: HeaderReader, body: Uint8Array): Claim | 'absent' | 'malformed' {
  const text = header('waycore-signature');
  if (text === null) return 'absent';
  const parts = text.split(',').map((part) => part.trim());
  const timestamp = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  const signatures = parts.filter((part) => /^v1=[0-9a-f]{64}$/i.test(part)).map((part) => fromHex(part.slice(3)));
  if (timestamp === undefined || signatures.length === 0) return 'malformed';
  const keyOf = (secret: string) => new TextEncoder().encode(secret);
  return { timestamp, signatures, keyOf, message: concat(`${timestamp}.`, body) };
}

function readStandard(header: HeaderReader, body: Uint8Array): Claim | 'absent' | 'malformed' {
  const [id, timestamp, text] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')];
  if (id === null && timestamp === null && text === null) return 'absent';
  if (id === null || timestamp === null || text === null || !/^\d{1,12}$/.test(timestamp)) return 'malformed';
  const signatures = text
    .split(' ')
    .filter((part) => /^v1,[A-Za-z0-9+/]{43}=$/.test(part))
    .map((part) => fromBase64(part.slice(3)));
  if (signatures.length === 0) return 'malformed';
  const keyOf = (secret: string) => fromBase64(secret.slice('whsec_'.length));
  return { timestamp, signatures, keyOf, message: concat(`${id}.${timestamp}.`, body) };
}

/** Web Crypto compares in constant time. */
async function isSigned({ message, signatures, keyOf }: Claim, secret: string): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', keyOf(secret), algorithm, false, ['verify']);
  for (const signature of signatures) if (await crypto.subtle.verify('HMAC', key, signature, message)) return true;
  return false;
}

function readEvent(body: Uint8Array): WebhookVerdict {
  try {
    const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    // The signature proves that the server made it, and the server sends what the contract says.
    return isObject(event) ? { valid: true, event: event as unknown as WebhookEvent } : refuse('malformed_body');
  } catch {
    // Neither UTF-8 nor JSON: whoever has the secret sent something else than an event.
    return refuse('malformed_body');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function createHeaderReader(headers: WebhookDelivery['headers']): HeaderReader {
  if (headers instanceof Headers) return (name) => headers.get(name);
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = byName.get(name);
    return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
  };
}

function concat(prefix: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(prefix);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

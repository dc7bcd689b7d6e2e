import type { Environment } from '../environment.ts';

/**
 * Place in the change stream. `position` is the last change the client has seen; `since` is where its catch-up began
 * (the last cursor that was answered with nothing more to come), by which `added` and `modified` are told apart.
 */
export interface StreamPlace {
  readonly position: bigint;
  readonly since: bigint;
  /**
   * When the cursor that the catch-up began with was handed out, in milliseconds since the epoch. Like `since` it is
   * kept through the pages between, so that no cursor outlives the tombstones that its client may need.
   */
  readonly issuedAtMs: number;
}

/** What a cursor is tied to. Another stream's cursor fails like a damaged one. */
export interface StreamScope {
  readonly organizationId: string;
  readonly environment: Environment;
  readonly accountId: string | null;
  readonly connectionId: string | null;
  /** States that the stream was brought back to from a backup, the oldest first; none when left out. */
  readonly restores?: readonly StreamRestore[];
}

/** A state that a stream was brought back to. */
export interface StreamRestore {
  /** No two restores have the same. */
  readonly id: string;
  /** Position of the latest change in that state. */
  readonly head: bigint;
}

/** Authenticates cursors. Key ids let old cursors stay valid after the key was changed. */
export interface CursorKeys {
  /** Id, 0 to 255, of the key that new cursors get. */
  readonly currentKeyId: number;
  /** Keyed tag of at least `TAG_BYTES` bytes, or null when no key has that id. */
  tag(keyId: number, message: Uint8Array): Uint8Array | null;
  /** Comparison in constant time. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

/** After this a cursor is refused. Tombstones are kept for longer. */
export const CURSOR_LIFE_MS = 90 * 86_400_000;

const PREFIX = 'sc_';
const VERSION = 1;
const TAG_BYTES = 16;
/** version, key id, position, since, issue time. */
const PAYLOAD_BYTES = 2 + 8 + 8 + 8;
const MAX_TEXT = PREFIX.length + Math.ceil(((PAYLOAD_BYTES + TAG_BYTES) * 4) / 3);

/** Opaque text of a place: payload and tag, base64url. The scope is authenticated but not contained. */
export function encodeStreamCursor(place: StreamPlace, scope: StreamScope, keys: CursorKeys): string {
  const bytes = new Uint8Array(PAYLOAD_BYTES + TAG_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, keys.currentKeyId);
  view.setBigUint64(2, place.position);
  view.setBigUint64(10, place.since);
  view.setBigUint64(18, BigInt(place.issuedAtMs));
  const restore = scope.restores?.at(-1) ?? null;
  const tag = keys.tag(keys.currentKeyId, authenticatedBytes(bytes.subarray(0, PAYLOAD_BYTES), scope, restore));
  if (tag === null) throw new Error('the current cursor key is missing');
  bytes.set(tag.subarray(0, TAG_BYTES), PAYLOAD_BYTES);
  return PREFIX + Buffer.from(bytes).toString('base64url');
}

/**
 * The place behind a cursor; null for anything that was not issued for exactly this stream. `undone`: its client has seen changes
 * that a restore from a backup has undone, or may have.
 */
export function decodeStreamCursor(text: string, scope: StreamScope, keys: CursorKeys): StreamPlace | 'undone' | null {
  if (text.length !== MAX_TEXT || !text.startsWith(PREFIX)) return null;
  const bytes = decodeBase64Url(text.slice(PREFIX.length));
  if (bytes === null || bytes.length !== PAYLOAD_BYTES + TAG_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== VERSION) return null;
  const restores = scope.restores ?? [];
  // The tag tells after which restore the cursor was issued.
  for (let later = 0; later <= restores.length; later += 1) {
    const before = restores.length - later;
    const message = authenticatedBytes(bytes.subarray(0, PAYLOAD_BYTES), scope, restores[before - 1] ?? null);
    const tag = keys.tag(view.getUint8(1), message);
    if (tag === null) return null;
    if (!keys.equal(tag.subarray(0, TAG_BYTES), bytes.subarray(PAYLOAD_BYTES))) continue;
    const place = {
      position: view.getBigUint64(2),
      since: view.getBigUint64(10),
      issuedAtMs: Number(view.getBigUint64(18)),
    };
    return restores.slice(before).every((restore) => isKept(place, restore)) ? place : 'undone';
  }
  return null;
}

/**
 * Whether a state holds all that the client of an earlier cursor has seen. It does when the client had caught up no further than
 * that. In the middle of a catch-up it may have passed over rows that were changed again since, and whose later change is undone.
 */
function isKept({ position, since }: StreamPlace, { head }: StreamRestore): boolean {
  return position === since && position <= head;
}

/** Payload and scope in one unambiguous message: no part of the scope can contain the separator. */
function authenticatedBytes(payload: Uint8Array, scope: StreamScope, restore: StreamRestore | null): Uint8Array {
  const bound = [
    'transactions.sync',
    scope.organizationId,
    scope.environment,
    scope.accountId ?? '',
    scope.connectionId ?? '',
    ...(restore === null ? [] : [restore.id]),
  ].join('\u0000');
  const boundBytes = new TextEncoder().encode(bound);
  const message = new Uint8Array(payload.length + boundBytes.length);
  message.set(payload);
  message.set(boundBytes, payload.length);
  return message;
}

function decodeBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
  // Several texts decode to the same bytes; only the one we would have written is accepted.
  return Buffer.from(bytes).toString('base64url') === text ? bytes : null;
}

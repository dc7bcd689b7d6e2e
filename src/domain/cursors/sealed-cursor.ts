import type { CursorKeys } from './stream-cursor.ts';

/** One kind of cursors: what their texts begin with, the version of their payload, and how long they are at most. */
export interface CursorKind {
  readonly prefix: string;
  readonly version: number;
  readonly maxText: number;
}

const HEAD_BYTES = 2;
const TAG_BYTES = 16;

/** Opaque text: version, key id, payload and tag, base64url. What it is bound to is authenticated, not contained. */
export function sealCursor(kind: CursorKind, payload: Uint8Array, bound: string, keys: CursorKeys): string {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length + TAG_BYTES);
  bytes[0] = kind.version;
  bytes[1] = keys.currentKeyId;
  bytes.set(payload, HEAD_BYTES);
  const tag = keys.tag(keys.currentKeyId, authenticatedBytes(bytes.subarray(0, -TAG_BYTES), bound));
  if (tag === null) throw new Error('the current cursor key is missing');
  bytes.set(tag.subarray(0, TAG_BYTES), HEAD_BYTES + payload.length);
  return kind.prefix + Buffer.from(bytes).toString('base64url');
}

/** The payload that was sealed; null for anything that was not sealed as this kind, bound to this. */
export function openCursor(kind: CursorKind, text: string, bound: string, keys: CursorKeys): Uint8Array | null {
  if (!text.startsWith(kind.prefix) || text.length > kind.maxText || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const encoded = text.slice(kind.prefix.length);
  const bytes = Buffer.from(encoded, 'base64url');
  // Several texts decode to the same bytes; only the one that would have been written is accepted.
  if (bytes.length <= HEAD_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded) return null;
  if (bytes[0] !== kind.version) return null;
  const message = bytes.subarray(0, -TAG_BYTES);
  const tag = keys.tag(bytes[1] ?? 0, authenticatedBytes(message, bound));
  if (tag === null || !keys.equal(tag.subarray(0, TAG_BYTES), bytes.subarray(-TAG_BYTES))) return null;
  return message.subarray(HEAD_BYTES);
}

function authenticatedBytes(bytes: Uint8Array, bound: string): Uint8Array {
  const boundBytes = new TextEncoder().encode(bound);
  const message = new Uint8Array(bytes.length + boundBytes.length + 4);
  // The length first, so that no byte of the cursor can be taken for one of what it is bound to.
  new DataView(message.buffer).setUint32(0, bytes.length);
  message.set(bytes, 4);
  message.set(boundBytes, 4 + bytes.length);
  return message;
}

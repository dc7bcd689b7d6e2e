import type { Environment } from './environment.ts';
import type { CursorKeys } from './stream-cursor.ts';

/** What a list cursor is tied to. With anything else the cursor is as good as damaged. */
export interface ListScope {
  readonly operation: string;
  readonly organizationId: string;
  readonly environment: Environment;
  /** Ids in the path and filters in the query, as parsed; not `limit`, `fields` and `cursor`, which may change between pages. */
  readonly filters: Readonly<Record<string, string | number | boolean | undefined>>;
  /** The order of the list where it can be chosen. */
  readonly sort: string | null;
}

/** Sort values of the last row of a page, in the order of the list's own sort, ending with what makes them unique. */
export type ListPosition = readonly (string | null)[];

const PREFIX = 'lc_';
const VERSION = 1;
const HEAD_BYTES = 2;
const TAG_BYTES = 16;
/** No list sorts by anything long; text beyond this was never issued here. */
const MAX_TEXT = 1024;

/** Opaque text of the place after a row: version, key id, position and tag, base64url. The scope is authenticated, not contained. */
export function encodeListCursor(position: ListPosition, scope: ListScope, keys: CursorKeys): string {
  const payload = new TextEncoder().encode(JSON.stringify(position));
  const bytes = new Uint8Array(HEAD_BYTES + payload.length + TAG_BYTES);
  bytes[0] = VERSION;
  bytes[1] = keys.currentKeyId;
  bytes.set(payload, HEAD_BYTES);
  const tag = keys.tag(keys.currentKeyId, authenticatedBytes(bytes.subarray(0, -TAG_BYTES), scope));
  if (tag === null) throw new Error('the current cursor key is missing');
  bytes.set(tag.subarray(0, TAG_BYTES), HEAD_BYTES + payload.length);
  return PREFIX + Buffer.from(bytes).toString('base64url');
}

/** The position behind a cursor; null for anything that was not issued for exactly this list. */
export function decodeListCursor(text: string, scope: ListScope, keys: CursorKeys): ListPosition | null {
  if (!text.startsWith(PREFIX) || text.length > MAX_TEXT || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const encoded = text.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64url');
  // Several texts decode to the same bytes; only the one that would have been written is accepted.
  if (bytes.length <= HEAD_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded || bytes[0] !== VERSION)
    return null;
  const message = bytes.subarray(0, -TAG_BYTES);
  const tag = keys.tag(bytes[1] ?? 0, authenticatedBytes(message, scope));
  if (tag === null || !keys.equal(tag.subarray(0, TAG_BYTES), bytes.subarray(-TAG_BYTES))) return null;
  // The tag proves that encodeListCursor wrote this text, so it is JSON of the type that went in.
  return JSON.parse(message.subarray(HEAD_BYTES).toString('utf8')) as ListPosition;
}

/** Bytes and scope in one message. JSON keeps the parts of the scope apart whatever they contain. */
function authenticatedBytes(bytes: Uint8Array, scope: ListScope): Uint8Array {
  const filters = Object.entries(scope.filters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const bound = JSON.stringify(['list', scope.operation, scope.organizationId, scope.environment, filters, scope.sort]);
  const boundBytes = new TextEncoder().encode(bound);
  const message = new Uint8Array(bytes.length + boundBytes.length + 4);
  // The length first, so that no byte of the cursor can be taken for one of the scope.
  new DataView(message.buffer).setUint32(0, bytes.length);
  message.set(bytes, 4);
  message.set(boundBytes, 4 + bytes.length);
  return message;
}

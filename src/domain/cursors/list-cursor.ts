import type { Environment } from '../environment.ts';
import { type CursorKind, openCursor, sealCursor } from './sealed-cursor.ts';
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

/** No list sorts by anything long; text beyond this was never issued here. */
const LIST_CURSOR: CursorKind = { prefix: 'lc_', version: 1, maxText: 1024 };

/** Opaque text of the place after a row. */
export function encodeListCursor(position: ListPosition, scope: ListScope, keys: CursorKeys): string {
  const payload = new TextEncoder().encode(JSON.stringify(position));
  return sealCursor(LIST_CURSOR, payload, boundTo(scope), keys);
}

/** The position behind a cursor; null for anything that was not issued for exactly this list. */
export function decodeListCursor(text: string, scope: ListScope, keys: CursorKeys): ListPosition | null {
  const payload = openCursor(LIST_CURSOR, text, boundTo(scope), keys);
  // The tag proves that encodeListCursor wrote this text, so it is JSON of the type that went in.
  return payload === null ? null : (JSON.parse(new TextDecoder().decode(payload)) as ListPosition);
}

/** JSON keeps the parts of the scope apart whatever they contain. */
function boundTo(scope: ListScope): string {
  const filters = Object.entries(scope.filters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['list', scope.operation, scope.organizationId, scope.environment, filters, scope.sort]);
}

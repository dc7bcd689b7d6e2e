import {
  decodeListCursor,
  encodeListCursor,
  type ListPosition,
  type ListScope,
} from '../../domain/cursors/list-cursor.ts';
import type { CursorKeys } from '../../domain/cursors/stream-cursor.ts';
import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { Principal } from '../parts.ts';

/** One page of a list that a request asks for. */
export interface PageRequest {
  readonly limit: number;
  /** Position of the last row of the page before; null for the first page. */
  readonly after: ListPosition | null;
  /** Rows to read: one more than the page holds, which tells whether another page follows. */
  readonly take: number;
  readonly scope: ListScope;
}

/** What paging needs of an operation's input. */
interface ListInput {
  readonly path: object;
  readonly query: { readonly limit: number; readonly cursor?: string; readonly sort?: string };
}

interface ListContext {
  readonly operationId: string;
  readonly principal: Principal;
  readonly requestId: string;
  readonly parts: { readonly cursorKeys: CursorKeys };
}

/** Reads `limit` and `cursor`; `invalid_cursor` for a cursor that was not issued for this very list. */
export function readPage(
  { path, query }: ListInput,
  { operationId, principal, parts }: ListContext,
): Result<PageRequest> {
  const { limit, cursor, sort, ...rest } = query;
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...path, ...rest }))
    if (name !== 'fields') filters[name] = String(value);
  const { organizationId, environment } = principal;
  const scope = { operation: operationId, organizationId, environment, filters, sort: sort ?? null };
  const after = cursor === undefined ? null : decodeListCursor(cursor, scope, parts.cursorKeys);
  if (cursor !== undefined && after === null) {
    const detail = {
      location: 'query',
      field: 'cursor',
      message: 'was not issued for this list with these filters',
    } as const;
    return refused(
      refuse(
        'invalid_cursor',
        'The cursor is damaged, or belongs to another list or to other filters. Send nextCursor of the page before as it is, with the same filters, or leave cursor out to begin anew.',
        [detail],
      ),
    );
  }
  return accepted({ limit, after, take: limit + 1, scope });
}

/**
 * The list envelope. Takes up to `page.take` rows; the last row that is sent gives the cursor, by its sort values
 * (`position`), which must be unique in the list.
 */
export function presentPage<Row, Item>(
  page: PageRequest,
  rows: readonly Row[],
  { position, present }: { position: (row: Row) => ListPosition; present: (row: Row) => Item },
  context: ListContext,
): { data: Item[]; pagination: { hasMore: boolean; nextCursor: string | null }; meta: { requestId: string } } {
  const sent = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? sent.at(-1) : undefined;
  return {
    data: sent.map(present),
    pagination: {
      hasMore: last !== undefined,
      nextCursor: last === undefined ? null : encodeListCursor(position(last), page.scope, context.parts.cursorKeys),
    },
    meta: { requestId: context.requestId },
  };
}

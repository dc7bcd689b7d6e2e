import {
  CURSOR_LIFE_MS,
  decodeStreamCursor,
  encodeStreamCursor,
  type StreamPlace,
  type StreamScope,
} from '../../domain/cursors/stream-cursor.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import { instantToMs } from '../../domain/values/instant.ts';
import type { LargeValue } from '../../infra/database/large-value.ts';
import {
  getStreamHead,
  getStreamState,
  readStream,
  readStreamText,
  type StreamRow,
} from '../../store/transactions/transaction-stream.ts';
import type { FieldSelection } from '../lists/fields.ts';
import { idFilter } from '../lists/filters.ts';
import type { ApiParts, Principal } from '../parts.ts';
import { presentStreamEvent } from '../presenters/stream-event.ts';

/** One stream as a request asks for it: whose, which part of it, and how its transactions are shown. */
export interface StreamRequest {
  readonly principal: Principal;
  readonly accountId: string | null;
  readonly connectionId: string | null;
  readonly selection: FieldSelection | null;
}

/** A change as JSON text, its type, and the place right after it. */
export interface StreamItem {
  readonly type: 'added' | 'modified' | 'removed';
  readonly json: string;
  readonly after: StreamPlace;
}

export interface StreamReading {
  readonly items: readonly StreamItem[];
  readonly next: StreamPlace;
  readonly hasMore: boolean;
}

type StreamParts = Pick<ApiParts, 'sql' | 'now' | 'nowMs' | 'cursorKeys' | 'restoresOf'>;

function scopeOf({ principal, accountId, connectionId }: StreamRequest, parts: StreamParts): StreamScope {
  const { organizationId, environment } = principal;
  return { organizationId, environment, accountId, connectionId, restores: parts.restoresOf?.(principal) ?? [] };
}

/** Cursor text of a place in the stream. */
export function cursorAt(place: StreamPlace, request: StreamRequest, parts: StreamParts): string {
  return encodeStreamCursor(place, scopeOf(request, parts), parts.cursorKeys);
}

/** Where a stream begins: at the head without a cursor, otherwise right after it. */
export async function findStart(
  from: { readonly cursor: string | undefined; readonly beginning: boolean },
  request: StreamRequest,
  parts: StreamParts,
): Promise<StreamPlace | Refusal> {
  if (from.cursor !== undefined) {
    const place = decodeStreamCursor(from.cursor, scopeOf(request, parts), parts.cursorKeys);
    if (place === 'undone') return UNDONE;
    return place ?? refuseCursor('is damaged, or was issued for another stream or other filters');
  }
  const issuedAtMs = instantToMs(await parts.now(request.principal));
  const head = from.beginning ? 0n : await getStreamHead(parts.sql, request.principal);
  return { position: head, since: head, issuedAtMs };
}

/** Up to `limit` changes after a place, one by one. */
export async function readPage(
  start: StreamPlace,
  limit: number,
  request: StreamRequest,
  parts: StreamParts,
): Promise<StreamReading | Refusal> {
  const page = await readStream(parts.sql, request.principal, queryOf(start, limit + 1, request));
  // Virtual time may jump at any moment. Asked again after the read, it tells whether a purge may have come before it.
  const nowMs = instantToMs(await parts.now(request.principal));
  const rows = page.rows.slice(0, limit);
  const hasMore = page.rows.length > limit;
  const lastPosition = rows.at(-1)?.lastPosition ?? start.position;
  const next = placeAfter(start, { head: page.head, lastPosition, hasMore, nowMs });
  return 'refused' in next ? next : { items: rows.map((row) => toItem(row, start, request)), next, hasMore };
}

/** A page as the text of its events in UTF-8, separated by commas; null without events. */
export interface StreamTextReading {
  readonly events: LargeValue | null;
  readonly next: StreamPlace;
  readonly hasMore: boolean;
}

/** Up to `limit` changes after a place as finished text; only for a request without a selection of fields. */
export async function readTextPage(
  start: StreamPlace,
  limit: number,
  request: StreamRequest,
  parts: StreamParts,
): Promise<StreamTextReading | Refusal> {
  // Whoever has caught up mostly finds nothing new, which the head alone says at half the cost.
  if (start.position === start.since) {
    const realNowMs = parts.nowMs();
    const { head, aheadMs } = await getStreamState(parts.sql, request.principal);
    if (head <= start.position) {
      const page = { head, lastPosition: start.position, hasMore: false, nowMs: realNowMs + aheadMs };
      const next = placeAfter(start, page);
      return 'refused' in next ? next : { events: null, next, hasMore: false };
    }
  }
  // The clock's lead comes with the rows, from one snapshot: if a purge came before it, so did the time that allowed it.
  const realNowMs = parts.nowMs();
  const { head, aheadMs, events, lastPosition, hasMore } = await readStreamText(parts.sql, request.principal, {
    ...queryOf(start, limit, request),
    since: start.since,
  });
  const nowMs = realNowMs + aheadMs;
  const next = placeAfter(start, { head, lastPosition: lastPosition ?? start.position, hasMore, nowMs });
  if (!('refused' in next)) return { events, next, hasMore };
  events?.release();
  return next;
}

function queryOf({ position }: StreamPlace, limit: number, { accountId, connectionId }: StreamRequest) {
  return {
    position,
    accountId: idFilter(accountId ?? undefined),
    connectionId: idFilter(connectionId ?? undefined),
    limit,
  };
}

/** The place after a page; a refusal when the cursor was too old for the page to be whole, or is of a future state. */
function placeAfter(
  start: StreamPlace,
  page: { readonly head: bigint; readonly lastPosition: bigint; readonly hasMore: boolean; readonly nowMs: number },
): StreamPlace | Refusal {
  if (page.nowMs - start.issuedAtMs > CURSOR_LIFE_MS) return EXPIRED;
  if (start.position > page.head) return refuseCursor('was issued for a later state than this server has');
  // At the end the client has caught up with the head of this snapshot, whatever the filter left out. Pages between do
  // not make a cursor younger: the client may hold rows from its catch-up's beginning whose tombstones are purged by then.
  return page.hasMore
    ? { ...start, position: page.lastPosition }
    : { position: page.head, since: page.head, issuedAtMs: page.nowMs };
}

function toItem(row: StreamRow, start: StreamPlace, { selection }: StreamRequest): StreamItem {
  const type = row.removedReason !== null ? 'removed' : row.firstPosition > start.since ? 'added' : 'modified';
  return {
    type,
    json: presentStreamEvent(row, start.since, selection),
    after: { ...start, position: row.lastPosition },
  };
}

const EXPIRED: Refusal = refuse(
  'cursor_expired',
  'The cursor, or the one that its catch-up began with, was issued more than 90 days ago. Bootstrap again, as after a first call.',
);

const UNDONE: Refusal = refuse(
  'cursor_expired',
  'This service was restored from a backup, and the cursor was issued after the state that the backup holds. Bootstrap again, as after a first call.',
);

function refuseCursor(message: string): Refusal {
  const fix = 'Send the latest nextCursor as it is, with the same filters, or bootstrap again, as after a first call.';
  return refuse('invalid_cursor', `The cursor ${message}. ${fix}`, [{ location: 'query', field: 'cursor', message }]);
}

import { instantToMs } from '../../../domain/instant.ts';
import { type Refusal, refuse, refuseField } from '../../../domain/refusal.ts';
import {
  CURSOR_LIFE_MS,
  decodeStreamCursor,
  encodeStreamCursor,
  type StreamPlace,
  type StreamScope,
} from '../../../domain/stream-cursor.ts';
import { findStreamHead, readStream } from '../../../store/transaction-stream.ts';
import { parseFields } from '../../fields.ts';
import { idFilter } from '../../filters.ts';
import { defineOperation } from '../../operation.ts';
import { presentStreamEvent } from '../../presenters/stream-event.ts';

export const syncTransactions = defineOperation('syncTransactions', {
  async handle({ query }, { parts, principal, requestId }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    if (query.cursor !== undefined && query.from !== undefined)
      return refuseField('query', 'from', 'may not be combined with cursor');
    const { organizationId, environment } = principal;
    const { accountId = null, connectionId = null } = query;
    const scope: StreamScope = { organizationId, environment, accountId, connectionId };
    const nowMs = instantToMs(await parts.now(principal));
    const render = (events: readonly string[], place: StreamPlace, hasMore: boolean): string => {
      const nextCursor = encodeStreamCursor(place, scope, parts.cursorKeys);
      return `{"events":[${events.join(',')}],"nextCursor":"${nextCursor}","hasMore":${hasMore},"meta":{"requestId":"${requestId}"}}`;
    };
    if (query.cursor === undefined && query.from === undefined) {
      const head = await findStreamHead(parts.sql, principal);
      return { status: 200, rawJson: render([], { position: head, since: head, issuedAtMs: nowMs }, false) };
    }
    const start =
      query.cursor === undefined
        ? { position: 0n, since: 0n, issuedAtMs: nowMs }
        : decodeStreamCursor(query.cursor, scope, parts.cursorKeys);
    if (start === null) return refuseCursor('is damaged, or was issued for another stream or other filters');
    const page = await readStream(parts.sql, principal, {
      position: start.position,
      accountId: idFilter(query.accountId),
      connectionId: idFilter(query.connectionId),
      limit: query.limit + 1,
    });
    // Virtual time may jump at any moment. Asked again after the read, it tells whether a purge may have come before it.
    if (instantToMs(await parts.now(principal)) - start.issuedAtMs > CURSOR_LIFE_MS) return EXPIRED;
    if (start.position > page.head) return refuseCursor('was issued for a later state than this server has');
    const rows = page.rows.slice(0, query.limit);
    const hasMore = page.rows.length > query.limit;
    const events = rows.map((row) => presentStreamEvent(row, start.since, selection.value));
    // At the end the client has caught up with the head of this snapshot, whatever the filter left out. Pages between do
    // not make a cursor younger: the client may hold rows from its catch-up's beginning whose tombstones are purged by then.
    const place = hasMore
      ? { ...start, position: rows.at(-1)?.lastPosition ?? start.position }
      : { position: page.head, since: page.head, issuedAtMs: nowMs };
    return { status: 200, rawJson: render(events, place, hasMore) };
  },
});

const EXPIRED: Refusal = refuse(
  'cursor_expired',
  'The cursor, or the one that its catch-up began with, was issued more than 90 days ago. Bootstrap again, as after a first call.',
);

function refuseCursor(message: string): Refusal {
  return refuse('invalid_cursor', `The cursor ${message}.`, [{ location: 'query', field: 'cursor', message }]);
}

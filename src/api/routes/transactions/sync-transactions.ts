import { instantToMs } from '../../../domain/instant.ts';
import { type Refusal, refuse, refuseField } from '../../../domain/refusal.ts';
import {
  decodeStreamCursor,
  encodeStreamCursor,
  type StreamPlace,
  type StreamScope,
} from '../../../domain/stream-cursor.ts';
import { findStreamHead, readStream } from '../../../store/transaction-stream.ts';
import { parseFields } from '../../fields.ts';
import { idFilter } from '../../filters.ts';
import { defineOperation } from '../../operation.ts';
import type { ApiParts } from '../../parts.ts';
import { presentStreamEvent } from '../../presenters/stream-event.ts';

const CURSOR_LIFE_MS = 90 * 86_400_000;

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
    const render = (events: readonly string[], place: Omit<StreamPlace, 'issuedAtMs'>, hasMore: boolean): string => {
      const nextCursor = encodeStreamCursor({ ...place, issuedAtMs: nowMs }, scope, parts.cursorKeys);
      return `{"events":[${events.join(',')}],"nextCursor":"${nextCursor}","hasMore":${hasMore},"meta":{"requestId":"${requestId}"}}`;
    };
    if (query.cursor === undefined && query.from === undefined) {
      const head = await findStreamHead(parts.sql, principal);
      return { status: 200, rawJson: render([], { position: head, since: head }, false) };
    }
    const start = query.cursor === undefined ? BEGINNING : readCursor(query.cursor, scope, parts, nowMs);
    if ('refused' in start) return start;
    const page = await readStream(parts.sql, principal, {
      position: start.position,
      accountId: idFilter(query.accountId),
      connectionId: idFilter(query.connectionId),
      limit: query.limit + 1,
    });
    if (start.position > page.head) return refuseCursor('was issued for a later state than this server has');
    const rows = page.rows.slice(0, query.limit);
    const hasMore = page.rows.length > query.limit;
    const events = rows.map((row) => presentStreamEvent(row, start.since, selection.value));
    // At the end the client has caught up with the head of this snapshot, whatever the filter left out.
    const place = hasMore
      ? { position: rows.at(-1)?.lastPosition ?? start.position, since: start.since }
      : { position: page.head, since: page.head };
    return { status: 200, rawJson: render(events, place, hasMore) };
  },
});

const BEGINNING: Pick<StreamPlace, 'position' | 'since'> = { position: 0n, since: 0n };

function readCursor(
  cursor: string,
  scope: StreamScope,
  parts: Pick<ApiParts, 'cursorKeys'>,
  nowMs: number,
): StreamPlace | Refusal {
  const place = decodeStreamCursor(cursor, scope, parts.cursorKeys);
  if (place === null) return refuseCursor('is damaged, or was issued for another stream or other filters');
  if (nowMs - place.issuedAtMs > CURSOR_LIFE_MS)
    return refuse(
      'cursor_expired',
      'The cursor was issued more than 90 days ago. Bootstrap again, as after a first call.',
    );
  return place;
}

function refuseCursor(message: string): Refusal {
  return refuse('invalid_cursor', `The cursor ${message}.`, [{ location: 'query', field: 'cursor', message }]);
}

import { refuseField } from '../../../domain/refusal.ts';
import type { StreamPlace } from '../../../domain/stream-cursor.ts';
import { parseFields } from '../../fields.ts';
import { defineOperation } from '../../operation.ts';
import { cursorAt, findStart, readPage, readTextPage } from '../../stream-page.ts';

export const syncTransactions = defineOperation('syncTransactions', {
  async handle({ query }, { parts, principal, requestId }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    if (query.cursor !== undefined && query.from !== undefined)
      return refuseField('query', 'from', 'may not be combined with cursor');
    const { accountId = null, connectionId = null } = query;
    const request = { principal, accountId, connectionId, selection: selection.value };
    const beginning = query.from !== undefined;
    const start = await findStart({ cursor: query.cursor, beginning }, request, parts);
    if ('refused' in start) return start;
    // A first call gets the head alone: nothing lies behind it, and what comes next is read with its cursor.
    if (query.cursor === undefined && !beginning) return renderPage(NO_EVENTS, start, false);
    if (request.selection === null) {
      const page = await readTextPage(start, query.limit, request, parts);
      return 'refused' in page ? page : renderPage(page.events, page.next, page.hasMore);
    }
    const page = await readPage(start, query.limit, request, parts);
    if ('refused' in page) return page;
    return renderPage(Buffer.from(page.items.map(({ json }) => json).join(',')), page.next, page.hasMore);

    function renderPage(events: Uint8Array, next: StreamPlace, hasMore: boolean) {
      const nextCursor = cursorAt(next, request, parts);
      const tail = `],"nextCursor":"${nextCursor}","hasMore":${hasMore},"meta":{"requestId":"${requestId}"}}`;
      return { status: 200, rawJson: Buffer.concat([HEAD, events, Buffer.from(tail)]) } as const;
    }
  },
});

const HEAD = Buffer.from('{"events":[');
const NO_EVENTS = new Uint8Array();

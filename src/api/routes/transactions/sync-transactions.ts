import type { StreamPlace } from '../../../domain/cursors/stream-cursor.ts';
import { refuseField } from '../../../domain/refusal.ts';
import { parseFields } from '../../lists/fields.ts';
import { defineOperation } from '../../operation.ts';
import { cursorAt, findStart, readPage, readTextPage } from '../../streams/stream-page.ts';

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
    const textAfter = (next: StreamPlace, hasMore: boolean) => {
      const nextCursor = cursorAt(next, request, parts);
      return `],"nextCursor":"${nextCursor}","hasMore":${hasMore},"meta":{"requestId":"${requestId}"}}`;
    };
    // A first call gets the head alone: nothing lies behind it, and what comes next is read with its cursor.
    if (query.cursor === undefined && !beginning) return { status: 200, rawJson: BEFORE + textAfter(start, false) };
    if (request.selection === null) {
      const page = await readTextPage(start, query.limit, request, parts);
      if ('refused' in page) return page;
      const after = textAfter(page.next, page.hasMore);
      if (page.events === null) return { status: 200, rawJson: BEFORE + after };
      return { status: 200, rawJson: page.events.frame(BEFORE, after), onSent: page.events.release };
    }
    const page = await readPage(start, query.limit, request, parts);
    if ('refused' in page) return page;
    const events = page.items.map(({ json }) => json).join(',');
    return { status: 200, rawJson: BEFORE + events + textAfter(page.next, page.hasMore) };
  },
});

const BEFORE = '{"events":[';

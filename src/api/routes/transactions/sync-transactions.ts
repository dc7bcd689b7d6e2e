import { refuseField } from '../../../domain/refusal.ts';
import { parseFields } from '../../fields.ts';
import { defineOperation } from '../../operation.ts';
import { cursorAt, findStart, readPage } from '../../stream-page.ts';

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
    const page =
      query.cursor === undefined && !beginning
        ? { items: [], next: start, hasMore: false }
        : await readPage(start, query.limit, request, parts);
    if ('refused' in page) return page;
    const events = page.items.map(({ json }) => json).join(',');
    const nextCursor = cursorAt(page.next, request, parts);
    return {
      status: 200,
      rawJson: `{"events":[${events}],"nextCursor":"${nextCursor}","hasMore":${page.hasMore},"meta":{"requestId":"${requestId}"}}`,
    };
  },
});

import { parseFields } from '../../lists/fields.ts';
import { defineOperation } from '../../operation.ts';
import { answerLive } from '../../streams/live-stream.ts';
import { followChanges } from '../../streams/live-transactions.ts';
import { findResumedCursor } from '../../streams/resumed-cursor.ts';
import { findStart, readPage } from '../../streams/stream-page.ts';

export const streamTransactions = defineOperation('streamTransactions', {
  async handle({ query, header }, { parts, principal, requestId, signal }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    const { accountId = null, connectionId = null } = query;
    const request = { principal, accountId, connectionId, selection: selection.value };
    const { cursor, blame } = findResumedCursor({ query, header });
    const start = await findStart({ cursor, beginning: false }, request, parts);
    if ('refused' in start) return blame(start);
    // What the first page would refuse is refused here, while there still is a status to say it with.
    const first = await readPage(start, 1, request, parts);
    if ('refused' in first) return blame(first);
    return answerLive(followChanges(start, request, parts), { parts, principal, requestId, signal });
  },
});

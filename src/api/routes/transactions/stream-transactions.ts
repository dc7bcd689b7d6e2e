import { Readable } from 'node:stream';
import { type Refusal, refuse } from '../../../domain/refusal.ts';
import { parseFields } from '../../fields.ts';
import { tellChanges } from '../../live-stream.ts';
import { defineOperation } from '../../operation.ts';
import { findStart, readPage } from '../../stream-page.ts';

export const streamTransactions = defineOperation('streamTransactions', {
  async handle({ query, header }, { parts, principal, requestId, signal }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    const { accountId = null, connectionId = null } = query;
    const request = { principal, accountId, connectionId, selection: selection.value };
    // Browsers repeat the first URL when they reconnect, so the last message they had counts more.
    const lastEventId = header['Last-Event-ID'];
    const refuseCursor = (refusal: Refusal) => (lastEventId === undefined ? refusal : blameHeader(refusal));
    const start = await findStart({ cursor: lastEventId ?? query.cursor, beginning: false }, request, parts);
    if ('refused' in start) return refuseCursor(start);
    // What the first page would refuse is refused here, while there still is a status to say it with.
    const first = await readPage(start, 1, request, parts);
    if ('refused' in first) return refuseCursor(first);
    const messages = tellChanges(start, { parts, request, requestId, signal });
    return { status: 200, stream: Readable.from(messages, { objectMode: false }), contentType: 'text/event-stream' };
  },
});

function blameHeader({ code, message, details }: Refusal): Refusal {
  return refuse(
    code,
    message,
    details?.map((detail) => ({ ...detail, location: 'header', field: 'Last-Event-ID' })),
  );
}

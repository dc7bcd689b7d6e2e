import { idFilter } from '../../filters.ts';
import { findEventStart, followEvents } from '../../live-events.ts';
import { answerLive } from '../../live-stream.ts';
import { defineOperation } from '../../operation.ts';
import { findResumedCursor } from '../../resumed-cursor.ts';

export const streamEvents = defineOperation('streamEvents', {
  async handle({ query, header }, { parts, principal, requestId, signal }) {
    const { type = null, connectionId } = query;
    const request = { principal, type, connectionId: idFilter(connectionId) };
    const { cursor, blame } = findResumedCursor({ query, header });
    const start = await findEventStart(cursor, request, parts);
    if ('refused' in start) return blame(start);
    return answerLive(followEvents(start, request, parts), { parts, principal, requestId, signal });
  },
});

import { idFilter } from '../../lists/filters.ts';
import { defineOperation } from '../../operation.ts';
import { findEventStart, followEvents } from '../../streams/live-events.ts';
import { answerLive } from '../../streams/live-stream.ts';
import { findResumedCursor } from '../../streams/resumed-cursor.ts';

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

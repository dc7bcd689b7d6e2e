import { type EventRow, listEventPage } from '../../../store/events/events.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentEvent } from '../../presenters/webhook.ts';
import { findEventHorizon } from '../../streams/event-horizon.ts';

export const listEvents = defineOperation('listEvents', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const [afterId = null] = page.value.after ?? [];
    const { type = null, connectionId } = input.query;
    const rows = await listEventPage(
      parts.sql,
      principal,
      { type, connectionId: idFilter(connectionId), since: await findEventHorizon(parts, principal) },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: EventRow) => [id], present: presentEvent };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

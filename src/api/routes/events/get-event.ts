import { refuse } from '../../../domain/refusal.ts';
import { parseEventId } from '../../../domain/values/id.ts';
import { findEvent } from '../../../store/events/events.ts';
import { defineOperation } from '../../operation.ts';
import { presentEvent } from '../../presenters/webhook.ts';
import { findEventHorizon } from '../../streams/event-horizon.ts';

export const getEvent = defineOperation('getEvent', {
  async handle({ path }, { parts, principal }) {
    const id = parseEventId(path.eventId);
    const event =
      id === null ? null : await findEvent(parts.sql, principal, id, await findEventHorizon(parts, principal));
    return event === null ? refuse('not_found', 'There is no such event.') : { status: 200, body: presentEvent(event) };
  },
});

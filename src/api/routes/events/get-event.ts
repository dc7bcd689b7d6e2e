import { parseEventId } from '../../../domain/id.ts';
import { refuse } from '../../../domain/refusal.ts';
import { findEvent } from '../../../store/events.ts';
import { findEventHorizon } from '../../event-horizon.ts';
import { defineOperation } from '../../operation.ts';
import { presentEvent } from '../../presenters/webhook.ts';

export const getEvent = defineOperation('getEvent', {
  async handle({ path }, { parts, principal }) {
    const id = parseEventId(path.eventId);
    const event =
      id === null ? null : await findEvent(parts.sql, principal, id, await findEventHorizon(parts, principal));
    return event === null ? refuse('not_found', 'There is no such event.') : { status: 200, body: presentEvent(event) };
  },
});

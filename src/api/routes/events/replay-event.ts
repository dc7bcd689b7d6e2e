import { replayEvent as replay } from '../../../commands/webhooks/replay-event.ts';
import { refuse } from '../../../domain/refusal.ts';
import { parseEventId } from '../../../domain/values/id.ts';
import { defineOperation } from '../../operation.ts';
import { presentDelivery } from '../../presenters/webhook.ts';

export const replayEvent = defineOperation('replayEvent', {
  async handle({ path, body }, { parts, principal }) {
    const id = parseEventId(path.eventId);
    if (id === null) return refuse('not_found', 'There is no such event.');
    const queued = await replay(parts, principal, id, body?.webhookId ?? null);
    if (!queued.ok) return queued.refusal;
    return { status: 202, body: { eventId: path.eventId, deliveries: queued.value.map(presentDelivery) } };
  },
});

import { replayEvents as replay } from '../../../commands/webhooks/replay-events.ts';
import { eventIdOf, parseEventId } from '../../../domain/values/id.ts';
import { defineOperation } from '../../operation.ts';

export const replayEvents = defineOperation('replayEvents', {
  async handle({ body }, { parts, principal }) {
    const { from, to = null, types = null, webhookId = null, afterEventId } = body;
    const afterId = afterEventId === undefined ? null : parseEventId(afterEventId);
    const queued = await replay(parts, principal, { from, to, types, webhookId, afterId });
    if (!queued.ok) return queued.refusal;
    const { nextAfterId, ...range } = queued.value;
    const nextAfterEventId = nextAfterId === null ? null : eventIdOf(nextAfterId);
    return { status: 202, body: { ...range, nextAfterEventId } };
  },
});

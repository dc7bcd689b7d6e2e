import { advanceSandboxClock as advance } from '../../../commands/sandbox/advance-sandbox-clock.ts';
import { defineOperation } from '../../operation.ts';
import { presentClock, refuseLive } from '../../presenters/sandbox-clock.ts';

export const advanceSandboxClock = defineOperation('advanceSandboxClock', {
  async handle({ body }, { parts, principal }) {
    if (principal.environment === 'live') return refuseLive();
    const moved = await advance(parts, principal.organizationId, body);
    if (!moved.ok) return moved.refusal;
    const { now, previousNow, aheadMs, syncRunIds } = moved.value;
    return { status: 200, body: { ...presentClock(now, aheadMs), previousNow, syncRunIds: [...syncRunIds] } };
  },
});

import { instantFromMs } from '../../../domain/values/instant.ts';
import { findAheadMs } from '../../../store/tenants/sandbox-clocks.ts';
import { defineOperation } from '../../operation.ts';
import { presentClock, refuseLive } from '../../presenters/sandbox-clock.ts';

export const getSandboxClock = defineOperation('getSandboxClock', {
  async handle(_input, { parts, principal }) {
    if (principal.environment === 'live') return refuseLive();
    const aheadMs = await findAheadMs(parts.sql, principal.organizationId);
    return { status: 200, body: presentClock(instantFromMs(parts.nowMs() + aheadMs), aheadMs) };
  },
});

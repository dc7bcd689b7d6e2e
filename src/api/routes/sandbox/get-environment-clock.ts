import { instantFromMs } from '../../../domain/values/instant.ts';
import { findAheadMs } from '../../../store/tenants/sandbox-clocks.ts';
import { defineOperation } from '../../operation.ts';
import { presentClock } from '../../presenters/sandbox-clock.ts';

export const getEnvironmentClock = defineOperation('getEnvironmentClock', {
  async handle(_input, { parts, principal }) {
    const aheadMs = principal.environment === 'live' ? 0 : await findAheadMs(parts.sql, principal.organizationId);
    return { status: 200, body: presentClock(instantFromMs(parts.nowMs() + aheadMs), aheadMs) };
  },
});

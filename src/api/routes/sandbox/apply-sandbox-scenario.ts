import { applySandboxScenario as apply } from '../../../commands/apply-sandbox-scenario.ts';
import { defineOperation } from '../../operation.ts';
import { refuseLive } from '../../presenters/sandbox-clock.ts';

export const applySandboxScenario = defineOperation('applySandboxScenario', {
  async handle({ path, body }, { parts, principal, signal }) {
    if (principal.environment === 'live') return refuseLive();
    const { connectionId } = path;
    const { scenario, accountId = null, count = 1 } = body;
    const applied = await apply(parts, principal, connectionId, { scenario, accountId, count, signal });
    if (!applied.ok) return applied.refusal;
    const { accountIds, appliedAt } = applied.value;
    return { status: 200, body: { connectionId, scenario, accountIds: [...accountIds], appliedAt } };
  },
});

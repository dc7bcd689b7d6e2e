import { applySandboxScenario as apply, noteScenario } from '../../../commands/sandbox/apply-sandbox-scenario.ts';
import { defineOperation } from '../../operation.ts';
import { refuseLive } from '../../presenters/sandbox-clock.ts';

/** What happens, happens at the bank: a key is kept before it, and the bank is told which requests are one. */
export const applySandboxScenario = defineOperation('applySandboxScenario', {
  handle: (_, { principal }) => (principal.environment === 'live' ? refuseLive() : { pending: {} }),
  async settle(_note, { path, body }, { parts, principal, signal, actName }) {
    const { connectionId } = path;
    const { scenario, accountId = null, count = 1 } = body;
    const request = { scenario, accountId, count };
    const applied = await apply(parts, principal, connectionId, { ...request, signal, actName });
    if (!applied.ok) return applied.refusal;
    const { accountIds, appliedAt } = applied.value;
    return {
      status: 200,
      body: { connectionId, scenario, accountIds: [...accountIds], appliedAt },
      writeAlong: (db) => noteScenario(db, parts, principal, { connectionId, request }),
    };
  },
});

import { requestSync } from '../../../commands/connections/request-sync.ts';
import { defineOperation } from '../../operation.ts';
import { presentSyncRun } from '../../presenters/sync-run.ts';

export const syncConnection = defineOperation('syncConnection', {
  async handle({ path }, { parts, principal }) {
    const queued = await requestSync(parts, principal, path.connectionId);
    if (!queued.ok) return queued.refusal;
    const run = presentSyncRun(queued.value);
    return { status: 202, headers: { Location: `/v1/connections/${run.connectionId}/syncRuns/${run.id}` }, body: run };
  },
});

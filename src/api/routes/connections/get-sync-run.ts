import { refuse } from '../../../domain/refusal.ts';
import { findSyncRun } from '../../../store/connections/sync-runs.ts';
import { defineOperation } from '../../operation.ts';
import { presentSyncRun } from '../../presenters/sync-run.ts';

export const getSyncRun = defineOperation('getSyncRun', {
  async handle({ path }, { parts, principal }) {
    const run = await findSyncRun(parts.sql, principal, path.connectionId, path.syncRunId);
    if (run === null) return refuse('not_found', 'There is no such sync run.');
    return { status: 200, body: presentSyncRun(run) };
  },
});

import { refuse } from '../../../domain/refusal.ts';
import { findSyncRunStep } from '../../../store/connections/sync-run-steps.ts';
import { findSyncRun } from '../../../store/connections/sync-runs.ts';
import { defineOperation } from '../../operation.ts';

export const getSyncRunScreenshot = defineOperation('getSyncRunScreenshot', {
  async handle({ path: { connectionId, syncRunId, syncRunStepId } }, { parts, principal }) {
    const run = await findSyncRun(parts.sql, principal, connectionId, syncRunId);
    const step = run === null ? null : await findSyncRunStep(parts.sql, principal, syncRunId, syncRunStepId);
    if (step === null || step.screenshotSha256 === null) return refuse('not_found', 'There is no such screenshot.');
    return { status: 200, contentType: 'image/png', stream: await parts.openEvidence(step.screenshotSha256) };
  },
});

import type { SyncRunStepRow } from '../../store/connections/sync-run-steps.ts';
import type { Presented } from '../operation.ts';

/** Whether there is a picture, not the picture: that is an operation of its own. */
export function presentSyncRunStep(step: SyncRunStepRow): Presented<'SyncRunStep'> {
  return {
    id: step.id,
    name: step.name,
    outcome: step.outcome,
    detail: step.detail,
    durationMs: step.durationMs,
    hasScreenshot: step.screenshotSha256 !== null,
  };
}

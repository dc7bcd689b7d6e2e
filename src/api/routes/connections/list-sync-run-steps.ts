import { refuse } from '../../../domain/refusal.ts';
import { listSyncRunSteps as listRows, type SyncRunStepRow } from '../../../store/connections/sync-run-steps.ts';
import { findSyncRun } from '../../../store/connections/sync-runs.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentSyncRunStep } from '../../presenters/sync-run-step.ts';

export const listSyncRunSteps = defineOperation('listSyncRunSteps', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const { connectionId, syncRunId } = input.path;
    if ((await findSyncRun(parts.sql, principal, connectionId, syncRunId)) === null)
      return refuse('not_found', 'There is no such sync run.');
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(parts.sql, principal, syncRunId, {
      limit: page.value.take,
      after: afterId === null ? null : { id: afterId },
    });
    const view = { position: ({ id }: SyncRunStepRow) => [id], present: presentSyncRunStep };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

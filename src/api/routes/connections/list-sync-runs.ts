import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { listSyncRuns as listRows, type SyncRunRow } from '../../../store/connections/sync-runs.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentSyncRun } from '../../presenters/sync-run.ts';

export const listSyncRuns = defineOperation('listSyncRuns', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const { connectionId } = input.path;
    if ((await findConnection(parts.sql, principal, connectionId)) === null) return NO_CONNECTION;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      parts.sql,
      principal,
      { connectionId, status: input.query.status ?? null },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: SyncRunRow) => [id], present: presentSyncRun };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

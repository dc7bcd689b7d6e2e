import type { ConnectSession } from '../../../domain/connection/connect-session.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { listConnectSessions as listRows } from '../../../store/connections/connect-sessions.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectSession } from '../../presenters/connect-session.ts';

export const listConnectSessions = defineOperation('listConnectSessions', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { entityId = null, connectionId = null } = input.query;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { entityId, connectionId },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const now = instantFromMs(context.parts.nowMs());
    const view = {
      position: ({ id }: ConnectSession) => [id],
      present: (row: ConnectSession) => presentConnectSession(row, now),
    };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

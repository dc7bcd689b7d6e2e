import { type ConnectionRow, listConnections as listRows } from '../../../store/connections/connections.ts';
import { viewConnection } from '../../connection-view.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';

export const listConnections = defineOperation('listConnections', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { status = null, institutionId = null, entityId = null, kind = null } = input.query;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { status, institutionId, entityId, kind },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = {
      position: ({ id }: ConnectionRow) => [id],
      present: (row: ConnectionRow) => viewConnection(row, context.parts),
    };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

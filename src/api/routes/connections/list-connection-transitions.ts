import { NO_CONNECTION } from '../../../commands/connections/move-connection.ts';
import { type ConnectionTransitionRow, listTransitionPage } from '../../../store/connections/connection-transitions.ts';
import { findConnection } from '../../../store/connections/connections.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectionTransition } from '../../presenters/connection-transition.ts';

export const listConnectionTransitions = defineOperation('listConnectionTransitions', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const { connectionId } = input.path;
    if ((await findConnection(parts.sql, principal, connectionId)) === null) return NO_CONNECTION;
    const [afterId = null] = page.value.after ?? [];
    const after = afterId === null ? null : { id: afterId };
    const rows = await listTransitionPage(parts.sql, principal.organizationId, connectionId, {
      limit: page.value.take,
      after,
    });
    const view = { position: ({ id }: ConnectionTransitionRow) => [id], present: presentConnectionTransition };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

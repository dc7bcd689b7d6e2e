import { calendarDate } from '../../../domain/values/calendar-date.ts';
import { listStatements as listRows, type StatementRow } from '../../../store/accounts/statements.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentStatement } from '../../presenters/statement.ts';

export const listStatements = defineOperation('listStatements', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { entityId, connectionId, accountId, periodEndGte, periodEndLt } = input.query;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      {
        entityId: idFilter(entityId),
        connectionId: idFilter(connectionId),
        accountId: idFilter(accountId),
        periodEndGte: periodEndGte === undefined ? null : calendarDate(periodEndGte),
        periodEndLt: periodEndLt === undefined ? null : calendarDate(periodEndLt),
      },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: StatementRow) => [id], present: presentStatement };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

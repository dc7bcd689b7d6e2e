import { calendarDate } from '../../../domain/values/calendar-date.ts';
import { type DailyBalanceRow, listDailyBalances } from '../../../store/accounts/balances.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentDailyBalance } from '../../presenters/daily-balance.ts';

export const listBalances = defineOperation('listBalances', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { entityId, connectionId, accountId, dateGte, dateLt } = input.query;
    const [afterDate = null, afterAccountId = null] = page.value.after ?? [];
    const rows = await listDailyBalances(
      context.parts.sql,
      context.principal,
      {
        entityId: idFilter(entityId),
        connectionId: idFilter(connectionId),
        accountId: idFilter(accountId),
        dateGte: dateGte === undefined ? null : calendarDate(dateGte),
        dateLt: dateLt === undefined ? null : calendarDate(dateLt),
      },
      {
        limit: page.value.take,
        after: afterDate === null || afterAccountId === null ? null : { date: afterDate, accountId: afterAccountId },
      },
    );
    const view = {
      position: ({ date, accountId: id }: DailyBalanceRow) => [date, id],
      present: presentDailyBalance,
    };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

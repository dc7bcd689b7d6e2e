import { calendarDate } from '../../../domain/values/calendar-date.ts';
import {
  listTransactions as listRows,
  type TransactionFilter,
  type TransactionRow,
} from '../../../store/transactions/transactions.ts';
import { parseFields } from '../../lists/fields.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { renderPage } from '../../lists/raw-page.ts';
import { defineOperation, type OperationInput } from '../../operation.ts';
import { presentTransactionBody } from '../../presenters/transaction.ts';

export const listTransactions = defineOperation('listTransactions', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const selection = parseFields('Transaction', input.query.fields);
    if (!selection.ok) return selection.refusal;
    const { sort } = input.query;
    const [key = null, id = null] = page.value.after ?? [];
    const after = key === null || id === null ? null : { key, id };
    const filter = readFilter(input.query);
    // A status that is never emitted matches nothing.
    const rows =
      filter === null
        ? []
        : await listRows(context.parts.sql, context.principal, filter, { sort, limit: page.value.take, after });
    const view = {
      position: (row: TransactionRow) => [sort.endsWith('postedDate') ? row.sortDate : row.updatedAt, row.id],
      present: (row: TransactionRow) => presentTransactionBody(row.body, selection.value),
    };
    return { status: 200, rawJson: renderPage(presentPage(page.value, rows, view, context)) };
  },
});

function readFilter(query: OperationInput<'listTransactions'>['query']): TransactionFilter | null {
  const { status, rail, postedDateGte, postedDateLt, amountGte, amountLte } = query;
  if (status !== undefined && status !== 'pending' && status !== 'posted') return null;
  return {
    accountId: idFilter(query.accountId),
    connectionId: idFilter(query.connectionId),
    entityId: idFilter(query.entityId),
    status: status ?? null,
    rail: rail ?? null,
    postedDateGte: postedDateGte === undefined ? null : calendarDate(postedDateGte),
    postedDateLt: postedDateLt === undefined ? null : calendarDate(postedDateLt),
    amountGte: amountGte ?? null,
    amountLte: amountLte ?? null,
    query: query.query ?? null,
  };
}

import { type FoundTransaction, searchTransactions as search } from '../../../store/transactions/transaction-search.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { renderPage } from '../../lists/raw-page.ts';
import { readSearch } from '../../lists/transaction-search.ts';
import { defineOperation } from '../../operation.ts';
import { presentTransactionBody } from '../../presenters/transaction.ts';

export const searchTransactions = defineOperation('searchTransactions', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const [key = null, id = null] = page.value.after ?? [];
    const after = key === null || id === null ? null : { key, id };
    const rows = await search(context.parts.sql, readSearch(input.query), input.query.sort, {
      limit: page.value.take,
      after,
    });
    const view = {
      position: (row: FoundTransaction) => [row.sortKey, row.id],
      present: (row: FoundTransaction) => presentTransactionBody(row.body, null),
    };
    return { status: 200, rawJson: renderPage(presentPage(page.value, rows, view, context)) };
  },
});

import { refuse } from '../../../domain/refusal.ts';
import {
  listTransactionRevisions,
  type TransactionRevisionRow,
} from '../../../store/transactions/transaction-revisions.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { renderPage } from '../../lists/raw-page.ts';
import { defineOperation } from '../../operation.ts';
import { presentTransactionRevision } from '../../presenters/transaction-revision.ts';

export const listTransactionHistory = defineOperation('listTransactionHistory', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const [afterRevision = null] = page.value.after ?? [];
    const rows = await listTransactionRevisions(context.parts.sql, context.principal, input.path.transactionId, {
      limit: page.value.take,
      after: afterRevision === null ? null : { revision: Number(afterRevision) },
    });
    // Every transaction has a first revision, so a first page without any means that there is none to see.
    if (rows.length === 0 && afterRevision === null) return refuse('not_found', 'There is no such transaction.');
    const view = {
      position: ({ revision }: TransactionRevisionRow) => [String(revision)],
      present: presentTransactionRevision,
    };
    return { status: 200, rawJson: renderPage(presentPage(page.value, rows, view, context)) };
  },
});

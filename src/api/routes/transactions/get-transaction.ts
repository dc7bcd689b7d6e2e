import { refuse } from '../../../domain/refusal.ts';
import { findTransaction } from '../../../store/transactions/transactions.ts';
import { parseFields } from '../../lists/fields.ts';
import { defineOperation } from '../../operation.ts';
import { presentTransactionBody } from '../../presenters/transaction.ts';

export const getTransaction = defineOperation('getTransaction', {
  async handle({ path, query }, { parts, principal }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    const transaction = await findTransaction(parts.sql, principal, path.transactionId);
    if (transaction === null) return refuse('not_found', 'There is no such transaction.');
    return { status: 200, rawJson: presentTransactionBody(transaction.body, selection.value) };
  },
});

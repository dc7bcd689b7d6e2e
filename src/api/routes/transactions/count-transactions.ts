import { countTransactions as count } from '../../../store/transactions/transaction-search.ts';
import { readSearch } from '../../lists/transaction-search.ts';
import { defineOperation } from '../../operation.ts';

/** Nobody reads on to there; to count further would cost as much as to read. */
const BOUND = 10_000;

export const countTransactions = defineOperation('countTransactions', {
  async handle({ query }, { parts }) {
    const { counted, isWhole } = await count(parts.sql, readSearch(query), BOUND);
    return { status: 200, body: { count: counted, isWhole } };
  },
});

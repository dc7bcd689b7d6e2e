import { countTransactions as count } from '../../../store/transaction-search.ts';
import { defineOperation } from '../../operation.ts';
import { readSearch } from '../../transaction-search.ts';

/** Nobody reads on to there; to count further would cost as much as to read. */
const BOUND = 10_000;

export const countTransactions = defineOperation('countTransactions', {
  async handle({ query }, { parts }) {
    const { counted, isWhole } = await count(parts.sql, readSearch(query), BOUND);
    return { status: 200, body: { count: counted, isWhole } };
  },
});

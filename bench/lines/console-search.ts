import { catchUp } from '../../src/jobs/search-indexer.ts';
import {
  countTransactions,
  type SearchFilter,
  type SearchSort,
  searchTransactions,
} from '../../src/store/transactions/transaction-search.ts';
import type { Line } from '../line.ts';
import { measurementOf, quantile } from '../measurement.ts';

const NAME = 'console.search';
const TARGET_MS = 150;
const PAGE = 101;
const COUNT_BOUND = 10_000;
const SORTS: readonly SearchSort[] = ['-postedDate', 'amount'];

/** Common and rare words, words of one letter and of none, and filters that fit many rows each and few together. */
const FILTERS: readonly SearchFilter[] = [
  {},
  ...['card', 'harbor coffee', 'urgent', 'für', '4213', 'inv-0000642134', '%', 'q', 'zq', 'no such text'].map(
    (text) => ({ text }),
  ),
  { rail: ['wire'] },
  { rail: ['sepaCredit'], text: 'card' },
  { rail: ['sepaCredit', 'ach'], text: 'city parking' },
  { status: ['pending'] },
  { status: ['pending'], text: 'lyon' },
  { direction: 'in', text: 'lyon' },
  { currency: ['USD'] },
  { amountGte: '-12.34', amountLte: '-12.34' },
  { amountGte: '5000', text: 'card' },
  { amountGte: '100', amountLte: '200', text: 'trn:' },
  { dateGte: '2025-06-01', dateLt: '2025-06-08' } as SearchFilter, // Days of the calendar.
  { dateGte: '2025-06-01', dateLt: '2025-07-01', text: 'city parking' } as SearchFilter, // Days of the calendar.
  { dateLt: '2025-01-01', direction: 'in', text: 'lindholm' } as SearchFilter, // A day of the calendar.
];

export const consoleSearch: Line = {
  name: NAME,
  about: 'searches of the console in all transactions: each query of a fixed set, its first page and its count',
  async measure(world) {
    const organization = await world.organization();
    const { installation, options } = world;
    const sql = installation.sessions.sqlOf(organization);
    world.progress('search: taking over what it does not know yet');
    await catchUp(
      { sql: installation.sessions.service, sqlOf: installation.sessions.sqlOf },
      new AbortController().signal,
    );
    await installation.sql`vacuum analyze transaction_search`;
    const values: number[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      const times: number[] = [];
      for (const filter of FILTERS) {
        for (const sort of SORTS)
          times.push(await timeOf(() => searchTransactions(sql, filter, sort, { limit: PAGE, after: null })));
        times.push(await timeOf(() => countTransactions(sql, filter, COUNT_BOUND)));
      }
      const p95 = quantile(times, 0.95);
      world.progress(`round ${round}: p95 ${p95.toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`);
      // The first round warms up.
      if (round > 0) values.push(p95);
    }
    const figure = { name: NAME, unit: 'ms p95', values, target: { of: 'value', atMost: TARGET_MS } } as const;
    return [measurementOf(figure, organization)];
  },
};

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

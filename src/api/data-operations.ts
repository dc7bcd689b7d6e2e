import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { countTransactions } from './routes/console/count-transactions.ts';
import { exportTransactions } from './routes/console/export-transactions.ts';
import { getCashPosition } from './routes/console/get-cash-position.ts';
import { searchTransactions } from './routes/console/search-transactions.ts';

/** What the pages of transactions and of the overview read. */
export const dataOperations: readonly Operation<ApiParts>[] = [
  searchTransactions,
  countTransactions,
  exportTransactions,
  getCashPosition,
];

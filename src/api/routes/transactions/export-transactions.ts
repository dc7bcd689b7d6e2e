import { Readable } from 'node:stream';
import type { Transaction } from '../../../domain/transaction.ts';
import { type FoundTransaction, searchTransactions as search } from '../../../store/transactions/transaction-search.ts';
import { REFUSAL_OF_CALLER } from '../../callers/caller-refusal.ts';
import { RefusedError } from '../../http/refused-error.ts';
import { renderCsvLine } from '../../lists/csv-line.ts';
import { readSearch } from '../../lists/transaction-search.ts';
import { defineOperation } from '../../operation.ts';

/** Rows read at once. The next ones are read when these are on their way, so a slow client costs no memory. */
const BATCH = 2_000;
/** No spreadsheet takes more. */
const MAX_ROWS = 1_000_000;

const COLUMNS = [
  'id',
  'status',
  'postedDate',
  'amount',
  'currency',
  'description',
  'counterpartyName',
  'merchantName',
  'paymentReference',
  'bankReference',
  'rail',
  'category',
  'mcc',
  'baiCode',
  'rawDescription',
  'accountId',
  'connectionId',
  'updatedAt',
] as const satisfies readonly (keyof Transaction)[];

export const exportTransactions = defineOperation('exportTransactions', {
  async handle({ query }, { parts, principal, signal }) {
    const filter = readSearch(query);
    const readBatch = (after: FoundTransaction | undefined) =>
      search(parts.sql, filter, query.sort, {
        limit: BATCH,
        after: after === undefined ? null : { key: after.sortKey, id: after.id },
      });
    const readNext = async (after: FoundTransaction | undefined) => {
      // Whoever was removed or has signed out gets no further; the file then ends as one that is cut short.
      const refusal = REFUSAL_OF_CALLER[await parts.recheckCaller(principal)];
      if (refusal !== null) throw new RefusedError(refusal);
      return readBatch(after);
    };
    // What cannot be read at all is refused while there still is a status to say it with.
    const first = await readBatch(undefined);
    return {
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="transactions.csv"' },
      contentType: 'text/csv; charset=utf-8; header=present',
      stream: Readable.from(renderFile(first, readNext, signal), { objectMode: false }),
    };
  },
});

async function* renderFile(
  first: readonly FoundTransaction[],
  readBatch: (after: FoundTransaction | undefined) => Promise<readonly FoundTransaction[]>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  yield Buffer.from(renderCsvLine(COLUMNS));
  let rows = first;
  for (let sent = rows.length; rows.length > 0; sent += rows.length) {
    yield Buffer.from(rows.map(renderRow).join(''));
    if (rows.length < BATCH || signal.aborted) return;
    if (sent >= MAX_ROWS) {
      yield Buffer.from(`# There are more: a file ends after ${sent} transactions. Narrow the search.\r\n`);
      return;
    }
    rows = await readBatch(rows.at(-1));
  }
}

function renderRow({ body }: FoundTransaction): string {
  // Rendered by renderTransaction.
  const transaction = JSON.parse(body) as Transaction;
  return renderCsvLine(COLUMNS.map((column) => transaction[column]));
}

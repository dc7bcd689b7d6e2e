import { readFile } from 'node:fs/promises';
import { type BalanceInfo, read } from 'mt940-js';
import { type Parser, spanOfDays, sumSides } from './parser.ts';

export const mt940Js: Parser = {
  name: 'mt940-js',
  countEntries: async (path) =>
    (await read(await readFile(path))).reduce((count, { transactions }) => count + transactions.length, 0),
  describe: async (_folder, bytes) => {
    const statements = (await read(bytes)).map((statement) => {
      const { transactions, openingBalance, closingBalance } = statement;
      const valued = spanOfDays(transactions.map(({ valueDate }) => valueDate));
      return {
        accountId: statement.accountId,
        reference: statement.referenceNumber,
        currency: openingBalance?.currency ?? closingBalance?.currency ?? null,
        opening: signedValue(openingBalance),
        openingDate: openingBalance?.date ?? null,
        closing: signedValue(closingBalance),
        closingDate: closingBalance?.date ?? null,
        transactionCount: transactions.length,
        ...sumSides(transactions.map(({ isCredit, amount }) => (isCredit ? amount : -amount))),
        firstDate: valued.first,
        lastDate: valued.last,
        // It does not tell reversals, so it is right where there are none.
        reversals: 0,
      };
    });
    return { statements, hasProblem: false };
  },
};

function signedValue(balance: BalanceInfo | undefined): number | null {
  if (balance === undefined) return null;
  return balance.isCredit ? balance.value : -balance.value;
}

import { readFile } from 'node:fs/promises';
import { parse } from '@centrapay/swift-parser';
import { dayOf, decodeSample, type Parser, spanOfDays, sumSides } from './parser.ts';

export const swiftParser: Parser = {
  name: 'swift-parser',
  countEntries: async (path) =>
    parse({ type: 'mt940', data: await readFile(path, 'utf8') }).reduce(
      (count, { transactions }) => count + transactions.length,
      0,
    ),
  describe: async (folder, bytes) => {
    // Its check of the totals is left off, as it is by default: with it, fewer good files are read.
    const found = parse({ type: folder === 'mt942' ? 'mt942' : 'mt940', data: decodeSample(bytes) });
    const statements = found.map((statement) => {
      const { transactions } = statement;
      const valued = spanOfDays(transactions.map(({ date }) => dayOf(date)));
      return {
        accountId: statement.accountIdentification,
        reference: statement.transactionReference,
        currency: statement.currency,
        opening: statement.openingBalance?.toNumber() ?? null,
        openingDate: dayOf(statement.openingBalanceDate),
        closing: statement.closingBalance?.toNumber() ?? null,
        closingDate: dayOf(statement.closingBalanceDate),
        transactionCount: transactions.length,
        ...sumSides(transactions.map(({ amount }) => amount.toNumber())),
        firstDate: valued.first,
        lastDate: valued.last,
        reversals: transactions.filter(({ isReversal }) => isReversal === true).length,
      };
    });
    return { statements, hasProblem: false };
  },
};

import { readFile } from 'node:fs/promises';
import { Parser as Mt940js } from 'mt940js';
import { dayOf, decodeSample, type Parser, spanOfDays, sumSides } from './parser.ts';

export const mt940js: Parser = {
  name: 'mt940js',
  countEntries: async (path) =>
    new Mt940js()
      .parse(await readFile(path, 'utf8'))
      .reduce((count, { transactions }) => count + transactions.length, 0),
  describe: async (_folder, bytes) => {
    const statements = new Mt940js().parse(decodeSample(bytes)).map((statement) => {
      const { transactions } = statement;
      const valued = spanOfDays(transactions.map(({ date }) => dayOf(date)));
      return {
        accountId: statement.accountIdentification,
        reference: statement.transactionReference,
        currency: statement.currency,
        opening: statement.openingBalance,
        openingDate: dayOf(statement.openingBalanceDate),
        closing: statement.closingBalance,
        closingDate: dayOf(statement.closingBalanceDate),
        transactionCount: transactions.length,
        ...sumSides(transactions.map(({ amount }) => amount)),
        firstDate: valued.first,
        lastDate: valued.last,
        reversals: transactions.filter(({ isReversal }) => isReversal === true).length,
      };
    });
    return { statements, hasProblem: false };
  },
};

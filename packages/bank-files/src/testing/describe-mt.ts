import { findBalance } from '../statement.ts';
import { countEntries, describeCommon, type FactReader, nameEncoding, spanOf } from './describe-file.ts';

/** MT940 and MT942: every message is a statement, and dates are value dates. */
export const MT_FACTS: FactReader = {
  describeFile: (found, bytes) => ({
    encoding: nameEncoding(found, bytes),
    lineEnds: found.fileEnd?.lineEnding,
    messages: found.statements.length,
    transactionCount: countEntries(found),
  }),
  describeStatement: (found) => {
    const { header, entries, trailer } = found;
    const valued = spanOf(entries.map((entry) => entry.valueDate));
    return {
      ...describeCommon(found),
      statementNumber: header.statementId,
      reference: header.fileReference,
      openingTag: findBalance(trailer.balances, 'opening')?.code ?? null,
      closingTag: findBalance(trailer.balances, 'closing')?.code ?? null,
      badTransactionLines: 0,
      firstDate: valued.first,
      lastDate: valued.last,
      isMT942: header.format === 'mt942',
      reversals: trailer.totals.reversalCount,
    };
  },
  implied: new Set(),
};

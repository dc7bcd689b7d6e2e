import { findBalance } from '../statement.ts';
import { amountOf, countEntries, describeCommon, type FactReader, spanOf } from './describe-file.ts';

/** BAI2 and camt: the version stands in the file, and the summaries among the balances. */
export const BAI2_CAMT_FACTS: FactReader = {
  describeFile: (found) => ({
    encoding: found.fileEnd?.encoding,
    bytesAreUtf8: found.fileEnd?.encoding === 'utf-8' || found.fileEnd?.encoding === 'ascii',
    lineEnds: found.fileEnd?.lineEnding,
    version: `${found.format?.replace('camt0', 'camt.0')}.${found.version}`,
    variant: found.dialect === 'nai' ? 'NAI' : null,
    accounts: found.statements.length,
    hasFileTrailer: found.fileEnd !== null,
    unknownRecords: found.warnings.filter((warning) => warning.code === 'line_without_record_code').length,
    entryCount: countEntries(found),
    txDetailsCount: found.statements.reduce((count, statement) => count + statement.trailer.totals.detailCount, 0),
  }),
  describeStatement: (found) => {
    const { header, entries, trailer } = found;
    const booked = spanOf(
      entries.map(({ bookingDateSource, bookingDate }) => (bookingDateSource === 'bookingDate' ? bookingDate : null)),
    );
    const valued = spanOf(entries.map((entry) => entry.valueDate));
    return {
      ...describeCommon(found),
      asOfDate: header.asOfDate,
      openingCode: findBalance(trailer.balances, 'opening')?.code ?? null,
      openingAvailable: amountOf(findBalance(trailer.balances, 'openingAvailable')),
      currentLedger: amountOf(findBalance(trailer.balances, 'currentLedger')),
      currentAvailable: amountOf(findBalance(trailer.balances, 'currentAvailable')),
      balanceCodes: trailer.balances.map((balance) => balance.code),
      summaryCodes: [...header.balances, ...header.summaries].map((summary) => summary.code).sort(),
      totalCreditsCode100: header.summaries.find((summary) => summary.code === '100')?.amount ?? null,
      totalDebitsCode400: header.summaries.find((summary) => summary.code === '400')?.amount ?? null,
      statementId: header.statementId,
      entryCount: entries.length,
      txDetailsCount: trailer.totals.detailCount,
      pendingEntries: trailer.totals.pendingCount,
      infoEntries: trailer.totals.informationCount,
      reversalEntries: trailer.totals.reversalCount,
      firstDate: booked.first,
      lastDate: booked.last,
      firstValueDate: valued.first,
      lastValueDate: valued.last,
      entryCurrencies: [...new Set(entries.map((entry) => entry.currency))],
      controlTotalMatches: trailer.checks.controlTotalMatches,
      recordCountMatches: trailer.checks.recordCountMatches,
      asOfModifier: header.timing,
      badEntries: 0,
      unclassifiedTypeCodes: 0,
    };
  },
  // `groups` has no counterpart in the model and shows in the statements; `element` is the name of the statement element.
  implied: new Set(['groups', 'note', 'element']),
};

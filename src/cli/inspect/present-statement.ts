import { findBalance, type StatementHeader, type StatementTrailer } from '@causeway/bank-files';

/** A whole statement as `causeway inspect --json` shows it: what stands before its transactions, and behind them. Every key is always there. */
export function presentStatement(header: StatementHeader, trailer: StatementTrailer) {
  const { account } = header;
  const opening = findBalance(trailer.balances, 'opening');
  const closing = findBalance(trailer.balances, 'closing');
  const { entryCount, postedCount, pendingCount, informationCount, reversalCount, detailCount, sums } = trailer.totals;
  const front = {
    accountId: account.rawId,
    currency: account.currency,
    openingBalance: opening?.amount ?? null,
    closingBalance: closing?.amount ?? null,
    balancesAddUp: trailer.checks.balancesAddUp,
  };
  const rest = {
    openingDate: opening?.date ?? null,
    closingDate: closing?.date ?? null,
    account: {
      scheme: account.scheme,
      kind: account.kind,
      currencySource: account.currencySource,
      name: account.name,
      ownerName: account.ownerName,
      servicerId: account.servicerId,
      servicerName: account.servicerName,
    },
    statementId: header.statementId,
    sequenceNumber: header.sequenceNumber,
    fileReference: header.fileReference,
    asOfDate: trailer.asOfDate ?? header.asOfDate,
    asOfTime: header.asOfTime,
    periodFrom: header.periodFrom,
    periodTo: header.periodTo,
    page: header.page,
    timing: header.timing,
    isCorrection: header.isCorrection,
    balances: trailer.balances,
    summaries: trailer.summaries,
    floorLimit: header.floorLimit,
    information: trailer.information,
    totals: { entryCount, postedCount, pendingCount, informationCount, reversalCount, detailCount, sums },
    checks: trailer.checks,
    warningCount: trailer.warningCount,
    byteOffset: header.position.byteOffset,
    line: header.position.line,
  };
  return { front, rest };
}

import { type AccountKind, type Entry, findBalance } from '../statement.ts';
import { amountOf, countEntries, describeCommon, type FactReader, nameEncoding, spanOf } from './describe-file.ts';

const ACCOUNT_TYPES: Readonly<Partial<Record<AccountKind, string>>> = {
  checking: 'CHECKING',
  savings: 'SAVINGS',
  moneyMarket: 'MONEYMRKT',
  creditLine: 'CREDITLINE',
};

function countRepeated(entries: readonly Entry[]): number {
  const ids = entries.map((entry) => entry.bankReference).filter((id) => id !== null);
  return ids.length - new Set(ids).size;
}

/** OFX 1, OFX 2 and QFX. */
export const OFX_FACTS: FactReader = {
  describeFile: (found, bytes) => ({
    encoding: nameEncoding(found, bytes),
    lineEnds: found.fileEnd?.lineEnding,
    version: found.version,
    transactionCount: countEntries(found),
    investmentTransactionCount: found.statements.reduce(
      (count, { trailer }) => count + (trailer.summaries.find(({ code }) => code === 'INVTRAN')?.itemCount ?? 0),
      0,
    ),
  }),
  describeStatement: (found) => {
    const { header, entries, trailer } = found;
    const { kind } = header.account;
    const ledger = findBalance(trailer.balances, 'currentLedger');
    const booked = spanOf(entries.map((entry) => entry.bookingDate));
    return {
      ...describeCommon(found),
      kind: kind === 'creditCard' ? 'creditcard' : kind === 'investment' ? 'investment' : 'bank',
      bankId: header.account.servicerId,
      accountType: kind === null ? null : (ACCOUNT_TYPES[kind] ?? null),
      // The corpus takes the statement's own currency only; here the first transaction may tell it.
      currency: header.account.currencySource === 'entry' ? null : header.account.currency,
      ledgerBalance: amountOf(ledger),
      ledgerDate: ledger?.date ?? null,
      availableBalance: amountOf(findBalance(trailer.balances, 'currentAvailable')),
      badTransactions: 0,
      firstDate: booked.first,
      lastDate: booked.last,
      duplicateIds: countRepeated(entries),
      missingIds: entries.filter((entry) => entry.bankReference === null).length,
    };
  },
  implied: new Set(),
};

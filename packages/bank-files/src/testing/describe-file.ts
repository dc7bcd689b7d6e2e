import { addDecimals, formatDecimal, negateDecimal, ZERO } from '../decimal.ts';
import type { CollectedFile, CollectedStatement } from '../read-bank-file.ts';
import { type Balance, type Entry, findBalance } from '../statement.ts';
import { decimal, type Facts } from './corpus.ts';

/** How the facts of one format show in what was read. */
export interface FactReader {
  /** Facts about the whole file; `expected` holds those that say how to read it. */
  describeFile(found: CollectedFile, bytes: Uint8Array, expected: Facts): Facts;
  /** Facts about one statement. */
  describeStatement(found: CollectedStatement): Facts;
  /** Names of facts that say the same as another one, or speak of what a whole file cannot have. */
  readonly implied: ReadonlySet<string>;
}

export function sumSide(entries: readonly Entry[], side: 'credit' | 'debit'): string {
  const ofSide = entries.filter((entry) => entry.entryType === side).map((entry) => decimal(entry.amount));
  const sum = ofSide.reduce(addDecimals, ZERO);
  return formatDecimal(side === 'credit' ? sum : negateDecimal(sum), 0);
}

/** First and last of some dates. */
export function spanOf(dates: readonly (string | null)[]): { first: string | null; last: string | null } {
  const sorted = dates.filter((date) => date !== null).sort();
  return { first: sorted[0] ?? null, last: sorted.at(-1) ?? null };
}

export function amountOf(balance: Balance | null): string | null {
  return balance?.amount ?? null;
}

/** The charset in the words of the corpus, which tells apart only what is UTF-8 and what is not. */
export function nameEncoding(found: CollectedFile, bytes: Uint8Array): string | undefined {
  const encoding = found.fileEnd?.encoding;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  return encoding === undefined || encoding === 'ascii' || encoding.startsWith('utf')
    ? encoding
    : 'single-byte (cp1252/latin1)';
}

export function countEntries({ statements }: CollectedFile): number {
  return statements.reduce((count, { entries }) => count + entries.length, 0);
}

/** Facts that statements of all formats share. */
export function describeCommon({ header, entries, trailer }: CollectedStatement): Facts {
  const opening = findBalance(trailer.balances, 'opening');
  const closing = findBalance(trailer.balances, 'closing');
  return {
    accountId: header.account.rawId,
    currency: header.account.currencySource === 'formatDefault' ? null : header.account.currency,
    opening: amountOf(opening),
    openingDate: opening?.date ?? null,
    closing: amountOf(closing),
    closingDate: closing?.date ?? null,
    closingAvailable: amountOf(findBalance(trailer.balances, 'closingAvailable')),
    transactionCount: entries.length,
    sumCredits: sumSide(entries, 'credit'),
    sumDebits: sumSide(entries, 'debit'),
    balanced: trailer.checks.balancesAddUp,
  };
}

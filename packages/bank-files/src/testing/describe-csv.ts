import { Buffer } from 'node:buffer';
import type { CsvAmountRule, CsvProfile } from '../csv/profile.ts';
import { RowAssembler } from '../csv/row-assembler.ts';
import { LineSplitter } from '../line-splitter.ts';
import type { CollectedFile } from '../read-bank-file.ts';
import type { Facts } from './corpus.ts';
import { type FactReader, nameEncoding, spanOf, sumSide } from './describe-file.ts';

/** A profile in the words of the corpus. */
interface CorpusProfile {
  readonly delim?: CsvProfile['delimiter'];
  readonly header: number | null;
  readonly date: number;
  readonly fmt: string;
  readonly amount?: number;
  readonly amountLast?: boolean;
  readonly debit?: number;
  readonly credit?: number;
  readonly dec: '.' | ',';
  readonly ccy?: string;
  readonly ccyCol?: number;
  readonly desc: number;
  readonly id?: number;
  readonly flag?: number;
  readonly flagDebit?: readonly string[];
  readonly outflowPositive?: boolean;
  readonly pendingDate?: string;
  readonly pendingCol?: number;
  readonly pendingVal?: string;
}

/** The profile that the corpus gives for a file, as a declared one. */
export function readCorpusProfile(facts: Facts): CsvProfile {
  // The corpus has a profile of this shape with every readable CSV file.
  const given = facts.profile as CorpusProfile;
  const pending =
    given.pendingDate !== undefined
      ? { column: given.date, words: [given.pendingDate] }
      : given.pendingCol !== undefined
        ? { column: given.pendingCol, words: [given.pendingVal ?? ''] }
        : null;
  return {
    name: 'corpus',
    delimiter: given.delim ?? ',',
    headerRow: given.header,
    decimalMark: given.dec,
    dateOrder: given.fmt.startsWith('%Y') ? 'YMD' : given.fmt.startsWith('%m') ? 'MDY' : 'DMY',
    date: given.date,
    amount: readAmountRule(given),
    description: [given.desc],
    ...(given.id === undefined ? {} : { id: given.id }),
    ...(given.ccy === undefined ? {} : { currency: { code: given.ccy } }),
    ...(given.ccyCol === undefined ? {} : { currency: { column: given.ccyCol } }),
    ...(pending === null ? {} : { pending }),
  };
}

function readAmountRule(given: CorpusProfile): CsvAmountRule {
  if (given.debit !== undefined && given.credit !== undefined)
    return { kind: 'twoColumns', debit: given.debit, credit: given.credit };
  const column = given.amountLast === true ? -1 : (given.amount ?? -1);
  if (given.flag !== undefined) return { kind: 'flagged', column, flag: given.flag, debitWords: given.flagDebit ?? [] };
  return { kind: 'signed', column, isOutflowPositive: given.outflowPositive === true };
}

/** All rows of the file, and those behind the header that are not blank. */
function countRows(bytes: Uint8Array, profile: CsvProfile): { all: number; filledBehindHeader: number } {
  const splitter = new LineSplitter(0, 1_000_000);
  const rows = new RowAssembler(profile.delimiter, '"');
  const lines = [...splitter.write({ text: Buffer.from(bytes).toString('latin1'), width: 1 }), ...splitter.end()];
  const found = lines.map((line) => rows.write(line)).filter((row) => row !== null);
  const isFilled = (cells: readonly string[]) => cells.some((cell) => cell.trim() !== '');
  const start = (profile.headerRow ?? -1) + 1;
  return {
    all: found.length,
    filledBehindHeader: found.filter(({ cells, index }) => index >= start && isFilled(cells)).length,
  };
}

export function describeCsvMoney(found: CollectedFile): Facts {
  const entries = found.statements.flatMap((statement) => statement.entries);
  const booked = spanOf(entries.map((entry) => entry.bookingDate));
  return {
    transactionCount: entries.length,
    pendingCount: entries.filter(({ status }) => status === 'pending').length,
    sumCredits: sumSide(entries, 'credit'),
    sumDebits: sumSide(entries, 'debit'),
    firstDate: booked.first,
    lastDate: booked.last,
  };
}

export const CSV_FACTS: FactReader = {
  describeFile: (found, bytes, facts) => {
    const rows = countRows(bytes, readCorpusProfile(facts));
    const entries = found.statements.flatMap((statement) => statement.entries);
    const rowsWithoutAmount = found.warnings.filter(({ code }) => code === 'row_without_amount').length;
    return {
      ...describeCsvMoney(found),
      encoding: nameEncoding(found, bytes),
      lineEnds: found.fileEnd?.lineEnding,
      rows: rows.all,
      rowsWithoutAmount,
      nonTransactionRows: rows.filledBehindHeader - entries.length - rowsWithoutAmount,
      currencies: [...new Set(entries.map(({ currency }) => currency).filter((currency) => currency !== null))],
    };
  },
  describeStatement: () => ({}),
  // The profile is what the file is read by.
  implied: new Set(['profile']),
};

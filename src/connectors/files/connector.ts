import {
  type BankFileOptions,
  type BankFileProblem,
  type CsvProfile,
  type Entry,
  findBalance,
  readBankFile,
  type StatementHeader,
} from '@causeway/bank-files';
import type { FileProblem, FileProblemReason } from '../../domain/files/file-problem.ts';
import type { FileConnector, FileReading, FileReadSettings } from '../contract.ts';
import { currencyOf, mapStatement, type StatementEnd } from './map-statement.ts';
import { mergeReadings, type StatementReading } from './merge-readings.ts';

/** Reads bank files of every format that the bank-files package knows. */
export const fileConnector: FileConnector = { read: readFile };

/** One statement while its entries come in, or as it ended. */
interface OpenStatement {
  readonly header: StatementHeader;
  readonly entries: Entry[];
}

async function readFile(bytes: AsyncIterable<Uint8Array>, settings: FileReadSettings): Promise<FileReading> {
  let format: FileReading['format'] = null;
  let open: OpenStatement | null = null;
  let error: BankFileProblem | null = null;
  let leftOut: BankFileProblem | null = null;
  let unclear: BankFileProblem | null = null;
  let unproven: BankFileProblem | null = null;
  const readings: StatementReading[] = [];
  for await (const event of readBankFile(bytes, optionsOf(settings))) {
    switch (event.type) {
      case 'file':
        format = event.file.format;
        break;
      case 'statement':
        open = { header: event.statement, entries: [] };
        break;
      case 'entry':
        open?.entries.push(event.entry);
        break;
      case 'statementEnd':
        if (open !== null) readings.push(endedReading(open, event.statementEnd, { unproven, settings }));
        open = null;
        unproven = null;
        break;
      case 'statementError':
        if (open === null) error ??= event.error;
        else readings.push(damagedReading(open, event.error, settings));
        open = null;
        break;
      case 'statementRepeated':
        // Its rows came with the first one.
        open = null;
        break;
      case 'error':
        error = event.error;
        break;
      case 'warning':
        if (LEFT_OUT.has(event.warning.code)) leftOut ??= event.warning;
        if (event.warning.code === 'date_order_assumed') unclear = event.warning;
        if (event.warning.code === 'statement_end_unproven') unproven = event.warning;
        break;
      case 'fileEnd':
        break;
      default:
        event satisfies never;
    }
  }
  const problem = error ?? leftOut;
  const statements = unclear === null ? readings : readings.map((reading) => withholdReading(reading, unclear));
  return { format, readings: mergeReadings(statements), problem: problem === null ? null : problemOfReader(problem) };
}

/** The rows may be looked at, and none counts before a person has decided. On which day an entry was booked, for one, is no guess. */
function withholdReading(reading: StatementReading, unclear: BankFileProblem): StatementReading {
  return { ...reading, problem: reading.problem ?? problemOfReader(unclear) };
}

/** Warnings of money that the file speaks of and that is not counted. A person has to know; all else of the file counts. */
const LEFT_OUT: ReadonlySet<BankFileProblem['code']> = new Set([
  'status_unknown',
  'group_not_imported',
  'group_corrects',
  'correction_not_applied',
  'row_without_amount',
]);

function optionsOf({ currency, dateOrder, csvProfile, isStrict }: FileReadSettings): BankFileOptions {
  const declared = currency === null ? {} : { currency };
  return {
    isStrict,
    qif: { ...declared, ...(dateOrder === null ? {} : { dateOrder }) },
    // The contract's schema of a profile is CsvProfile's own.
    csv: { ...declared, ...(csvProfile === null ? {} : { profile: csvProfile as unknown as CsvProfile }) },
  };
}

function readingOf({ header, entries }: OpenStatement, end: StatementEnd, isWhole = true): StatementReading {
  return {
    accountNumber: header.account.id,
    currency: currencyOf(header, entries),
    observation: mapStatement(header, entries, end, isWhole),
    problem: null,
    opening: findBalance(end.balances, 'opening')?.amount ?? null,
    closing: findBalance(end.balances, 'closing')?.amount ?? null,
    isIncrement: header.format === 'mt942',
  };
}

/**
 * A statement that may be cut in its last text does not count before a person has said that it is whole: the same entry with its whole text
 * would be another one, and the money counted twice.
 */
function endedReading(
  open: OpenStatement,
  end: StatementEnd,
  { unproven, settings }: { readonly unproven: BankFileProblem | null; readonly settings: FileReadSettings },
): StatementReading {
  const reading = readingOf(open, end, unproven === null);
  return unproven === null || settings.takesDamaged ? reading : withholdReading(reading, unproven);
}

/** Nothing of a damaged statement counts, unless a person decided that what stands in front of the damage does. */
function damagedReading(open: OpenStatement, error: BankFileProblem, settings: FileReadSettings): StatementReading {
  if (settings.takesDamaged) return readingOf(open, { balances: [], asOfDate: null }, false);
  const { header, entries } = open;
  return {
    accountNumber: header.account.id,
    currency: currencyOf(header, entries),
    observation: null,
    problem: problemOfReader(error),
    opening: null,
    closing: null,
    isIncrement: false,
  };
}

const REASONS: Readonly<Partial<Record<BankFileProblem['code'], FileProblemReason>>> = {
  unknown_format: 'unknownFormat',
  packed_file: 'unknownFormat',
  html_page: 'unknownFormat',
  empty_file: 'unknownFormat',
  csv_profile_unsure: 'layoutUnclear',
  csv_profile_found: 'layoutUnclear',
  csv_too_many_columns: 'layoutUnclear',
  csv_header_missing: 'layoutUnclear',
  csv_column_missing: 'layoutUnclear',
  date_order_assumed: 'layoutUnclear',
  record_count_mismatch: 'totalsWrong',
  control_total_mismatch: 'totalsWrong',
  summary_mismatch: 'totalsWrong',
  balances_do_not_add_up: 'totalsWrong',
  details_do_not_add_up: 'totalsWrong',
};

/** Problems of a table that a declared profile settles. */
const NEEDS_PROFILE: ReadonlySet<BankFileProblem['code']> = new Set([
  'csv_profile_unsure',
  'csv_profile_found',
  'csv_too_many_columns',
]);

/** What the reader calls declaring a profile is a field of the upload here. */
const PROFILE_FIX = ' Send it in the field csvProfile of the upload, or accept the file with it.';

function problemOfReader({ code, message, reason, line, record, accountId }: BankFileProblem): FileProblem {
  return {
    reason: REASONS[code] ?? 'damaged',
    message: `${message} (${reason})${NEEDS_PROFILE.has(code) ? PROFILE_FIX : ''}`,
    code,
    line,
    record: record === '' ? null : record,
    accountNumber: accountId,
  };
}

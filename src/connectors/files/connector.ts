import {
  type BankFileProblem,
  type Entry,
  readBankFile,
  type StatementHeader,
  type StatementTrailer,
} from '@causeway/bank-files';
import { faultOf } from '../../domain/connection-fault.ts';
import type { FileConnector, FileReading } from '../contract.ts';
import { mapStatement, type NamedHeader, namesAccount, UNKNOWN_CURRENCY } from './map-statement.ts';
import { mergeReadings } from './merge-readings.ts';

/** Reads bank files of every format that the bank-files package knows. */
export const fileConnector: FileConnector = { read: readFile };

/** One statement while its entries come in, or as it ended. */
interface OpenStatement {
  readonly header: NamedHeader;
  readonly entries: Entry[];
}

async function readFile(bytes: AsyncIterable<Uint8Array>): Promise<FileReading> {
  let format: FileReading['format'] = null;
  let open: OpenStatement | null = null;
  let error: BankFileProblem | null = null;
  let nameless: StatementHeader | null = null;
  const readings: FileReading['readings'][number][] = [];
  for await (const event of readBankFile(bytes)) {
    switch (event.type) {
      case 'file':
        format = event.file.format;
        break;
      case 'statement':
        open = namesAccount(event.statement) ? { header: event.statement, entries: [] } : null;
        if (open === null) nameless ??= event.statement;
        break;
      case 'entry':
        open?.entries.push(event.entry);
        break;
      case 'statementEnd':
        if (open !== null) readings.push(read(open, event.statementEnd));
        open = null;
        break;
      case 'statementError':
        if (open === null) error ??= event.error;
        else readings.push(damaged(open, event.error));
        open = null;
        break;
      case 'error':
        error = event.error;
        break;
      case 'warning':
      case 'fileEnd':
        break;
      default:
        event satisfies never;
    }
  }
  const fault = error !== null ? faultOfProblem(error) : nameless === null ? null : faultOfNameless(nameless);
  return { format, readings: mergeReadings(readings), fault };
}

function read({ header, entries }: OpenStatement, trailer: StatementTrailer): FileReading['readings'][number] {
  const observation = mapStatement(header, entries, trailer);
  return { accountNumber: header.account.id, currency: observation.details.currency, observation, fault: null };
}

function damaged({ header }: OpenStatement, problem: BankFileProblem): FileReading['readings'][number] {
  return {
    accountNumber: header.account.id,
    currency: header.account.currency ?? UNKNOWN_CURRENCY,
    observation: null,
    fault: faultOfProblem(problem),
  };
}

function faultOfProblem({ message, reason, line, record }: BankFileProblem) {
  // Where no format was recognised there is no record to name.
  const place = record === '' ? `Line ${line}` : `Line ${line}, ${record}`;
  return faultOf('file_unreadable', `${place}: ${message} (${reason})`);
}

/** Formats of personal finance need not say whose rows they hold. */
function faultOfNameless({ position }: StatementHeader) {
  return faultOf(
    'file_unreadable',
    `Line ${position.line}: the statement names no account; add the account to the file.`,
  );
}

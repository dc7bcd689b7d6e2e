import { Buffer } from 'node:buffer';
import { type Bai2WriteOptions, writeBai2 } from './bai2.ts';
import { writeCamt053 } from './camt053.ts';
import { type CsvWriteOptions, writeCsv } from './csv.ts';
import { type Mt940WriteOptions, writeMt940 } from './mt940.ts';
import { writeOfx2 } from './ofx2.ts';
import type { OutgoingFile, OutgoingStatements } from './outgoing.ts';
import { type WritableFormat, type WriteLoss, WriteScope } from './write-scope.ts';

/** What stands in the head of the file, what to do with losses, and the options of each format. */
export interface BankFileWriteOptions {
  readonly file: OutgoingFile;
  /** Hears of what the format has no place for, or only in part; without it such a value is refused. Money, days and accounts are never lost. */
  readonly onLoss?: (loss: WriteLoss) => void;
  readonly mt940?: Mt940WriteOptions;
  readonly bai2?: Bai2WriteOptions;
  readonly csv?: CsvWriteOptions;
}

/** Written at once; many small pieces would cost more than they save. */
const CHUNK_CHARACTERS = 32 * 1024;

/**
 * Writes statements as a file in UTF-8, in chunks as they come: nothing is held but the chunk, so any number of entries needs no more memory.
 * `ofx` is OFX 2.2, `camt053` camt.053.001.08. Throws a `BankFileWriteError` that names the field and the remedy for what the format cannot
 * carry; what was written by then is no whole file.
 */
export async function* writeBankFile(
  format: WritableFormat,
  statements: OutgoingStatements,
  options: BankFileWriteOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: string[] = [];
  let length = 0;
  for await (const piece of writePieces(format, statements, options)) {
    pieces.push(piece);
    length += piece.length;
    if (length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(pieces.join(''));
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(pieces.join(''));
}

function writePieces(
  format: WritableFormat,
  statements: OutgoingStatements,
  options: BankFileWriteOptions,
): AsyncGenerator<string, void, undefined> {
  const scope = new WriteScope(format, options.onLoss ?? null);
  switch (format) {
    case 'camt053':
      return writeCamt053(options.file, statements, scope);
    case 'mt940':
      return writeMt940(statements, options.mt940 ?? {}, scope);
    case 'bai2':
      return writeBai2(options.file, statements, options.bai2 ?? {}, scope);
    case 'ofx':
      return writeOfx2(options.file, statements, scope);
    case 'csv':
      return writeCsv(statements, options.csv ?? {}, scope);
  }
}

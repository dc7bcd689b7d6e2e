import type { BankFileError, BankFileEvent, FileHeader, FileTrailer } from './bank-file-event.ts';
import { type BankFileOptions, createBankFileReader } from './create-bank-file-reader.ts';
import type { BankFileProblem } from './problem.ts';
import type { Entry, StatementHeader, StatementTrailer } from './statement.ts';

/** Reads a whole source, bytes or a stream of them, as a stream of events; memory stays bounded whatever its size. */
export async function* readBankFile(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  options: BankFileOptions = {},
): AsyncGenerator<BankFileEvent, void, undefined> {
  const reader = createBankFileReader(options);
  if (source instanceof Uint8Array) {
    for (const slice of sliceBytes(source)) yield* reader.write(slice);
  } else {
    for await (const chunk of source) {
      for (const slice of sliceBytes(chunk)) yield* reader.write(slice);
    }
  }
  yield* reader.end();
}

/**
 * Events come back per write, so a large chunk is written in slices and never more than a slice's events are held. What is held when
 * V8 clears its short-lived values survives, and the sum of the survivors decides how much room it keeps for such values: with 1 GB of BAI2 the
 * process peaked at 129 MB with this size and at 183 MB with four times as much, at the same speed.
 */
const SLICE_BYTES = 4 * 1024;

function* sliceBytes(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}

/** A whole statement: its end was read. */
export interface CollectedStatement {
  readonly header: StatementHeader;
  readonly entries: readonly Entry[];
  readonly trailer: StatementTrailer;
}

/** A whole file in memory. Only whole statements are in `statements`; a damaged one leaves nothing but its error. */
export interface CollectedFile {
  readonly format: FileHeader['format'] | null;
  readonly version: string | null;
  readonly dialect: string | null;
  readonly statements: readonly CollectedStatement[];
  readonly statementErrors: readonly BankFileProblem[];
  readonly warnings: readonly BankFileProblem[];
  /** Set when the file as a whole is unreadable or cut off. */
  readonly error: BankFileError | null;
  readonly fileEnd: FileTrailer | null;
}

/** Reads small files in one go, for inspection and tests; everything is kept in memory. */
export function collectStatements(bytes: Uint8Array, options: BankFileOptions = {}): CollectedFile {
  const reader = createBankFileReader(options);
  return collectEvents([...reader.write(bytes), ...reader.end()]);
}

/** Puts a finished stream of events together. */
export function collectEvents(events: Iterable<BankFileEvent>): CollectedFile {
  let file: FileHeader | null = null;
  let fileEnd: FileTrailer | null = null;
  let error: BankFileError | null = null;
  let header: StatementHeader | null = null;
  let entries: Entry[] = [];
  const statements: CollectedStatement[] = [];
  const statementErrors: BankFileProblem[] = [];
  const warnings: BankFileProblem[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'file':
        file = event.file;
        break;
      case 'statement':
        header = event.statement;
        entries = [];
        break;
      case 'entry':
        entries.push(event.entry);
        break;
      case 'statementEnd':
        if (header !== null) statements.push({ header, entries, trailer: event.statementEnd });
        header = null;
        break;
      case 'statementError':
        statementErrors.push(event.error);
        header = null;
        entries = [];
        break;
      case 'statementRepeated':
        warnings.push(event.warning);
        header = null;
        entries = [];
        break;
      case 'warning':
        warnings.push(event.warning);
        break;
      case 'fileEnd':
        fileEnd = event.fileEnd;
        break;
      case 'error':
        error = event.error;
        break;
    }
  }
  const { format = null, version = null, dialect = null } = file ?? {};
  return { format, version, dialect, statements, statementErrors, warnings, error, fileEnd };
}

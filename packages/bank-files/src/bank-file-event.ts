import type { BankFileProblem } from './problem.ts';
import type { BankFileFormat, Entry, StatementHeader, StatementTrailer } from './statement.ts';

/** What kind of file it is, as far as it says. */
export interface FileHeader {
  readonly format: BankFileFormat;
  /** `2` for BAI2, `001.08` for camt; null when the file does not say. */
  readonly version: string | null;
  /** `nai` for the National Australia Bank dialect of BAI, else null. */
  readonly dialect: string | null;
}

/** What shows only when the whole file was read. */
export interface FileTrailer {
  /** What the bytes were: `ascii`, `utf-8`, `utf-16le`, `windows-1252` and so on. */
  readonly encoding: string;
  /** Null for XML, where line ends mean nothing. */
  readonly lineEnding: LineEnding | null;
  readonly statementCount: number;
}

/** How the lines of the file end; `none` where it has one line or fewer. */
export type LineEnding = 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';

/** A file-level fault after which nothing more is read. Statements that ended before it are whole. */
export interface BankFileError extends BankFileProblem {
  readonly format: BankFileFormat | null;
}

/**
 * What a reader reports, in file order. A stream is: at most one `file`; for each statement one `statement`, its entries
 * and then exactly one of `statementEnd` (apply it), `statementError` (drop all of it) or `statementRepeated` (drop it, as
 * the file holds it once already, so nothing is lost); `warning` anywhere;
 * and last exactly one of `fileEnd` (the file is whole) or `error` (it is not: unreadable, or cut off).
 * A `statementError` may come without a `statement` when the header itself is the damaged part.
 */
export type BankFileEvent =
  | { readonly type: 'file'; readonly file: FileHeader }
  | { readonly type: 'statement'; readonly statement: StatementHeader }
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'statementEnd'; readonly statementEnd: StatementTrailer }
  | { readonly type: 'statementError'; readonly error: BankFileProblem }
  | { readonly type: 'statementRepeated'; readonly warning: BankFileProblem }
  | { readonly type: 'warning'; readonly warning: BankFileProblem }
  | { readonly type: 'fileEnd'; readonly fileEnd: FileTrailer }
  | { readonly type: 'error'; readonly error: BankFileError };

/** Fed with bytes in any chunking; hands out events as soon as they are certain. Never throws on bad content. */
export interface BankFileReader {
  write(chunk: Uint8Array): BankFileEvent[];
  end(): BankFileEvent[];
}

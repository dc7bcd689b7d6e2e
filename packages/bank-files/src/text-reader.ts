import type { BankFileEvent, LineEnding } from './bank-file-event.ts';
import type { TextChunk } from './decode-text.ts';
import type { ProblemCode } from './problem.ts';

/** A fault that the decoder found, outside of the format. */
export interface TextFault {
  readonly code: ProblemCode;
  readonly reason: string;
}

/** How far a reader has come. */
export interface ReadingProgress {
  readonly statementCount: number;
  /** The line the reader is in, from 1. */
  readonly line: number;
  /** Null where line ends mean nothing, as in XML. */
  readonly lineEnding: LineEnding | null;
}

/**
 * One format's reader over decoded text; `createBankFileReader` puts detection and decoding before it and the `fileEnd` behind.
 * A file that is not whole ends in one `error` event, from `write`, `end` or `abort`; after it nothing is called any more.
 */
export interface TextReader {
  write(chunk: TextChunk): BankFileEvent[];
  end(): BankFileEvent[];
  /** Closes whatever is open when the text breaks off for a reason outside of the format. */
  abort(fault: TextFault): BankFileEvent[];
  readonly progress: ReadingProgress;
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type BankFileEvent, type BankFileProblem, readBankFile } from '@causeway/bank-files';
import { systemErrorCode } from '../../infra/system-error.ts';

/** Why a file cannot be used. Places are null where the file could not even be opened. */
export interface InspectionError {
  readonly code: string;
  readonly message: string;
  readonly reason: string;
  readonly byteOffset: number | null;
  readonly line: number | null;
  readonly record: string | null;
  readonly statementIndex: number | null;
  readonly accountId: string | null;
}

/** What one file came to, however it is shown. */
export interface FileVerdict {
  readonly file: string;
  readonly format: string | null;
  readonly version: string | null;
  readonly statementCount: number;
  readonly damagedCount: number;
  readonly transactionCount: number;
  readonly warningCount: number;
  /** Statements whose balances add up, and those whose balances do not; the rest does not state both. */
  readonly provenCount: number;
  readonly brokenCount: number;
  /** The fault of the whole file, else the first of its damaged statements. */
  readonly error: InspectionError | null;
}

/** Shows one file. `take` gets every event of its reader; `end` comes last, whatever happened. */
export interface FileReport {
  take(event: BankFileEvent): Promise<void>;
  end(verdict: FileVerdict): Promise<void>;
}

export interface InspectOptions {
  readonly strict: boolean;
  /** Aborted when nobody reads the output any more. */
  readonly signal: AbortSignal;
  onBytes(count: number): void;
}

/** To look at a table a doubtful layout is better than none: the warning says how sure it is. An import asks for more. */
const MIN_CERTAINTY = 0.5;

/** Reads one file to its end and lets the report show it. What the file holds never throws. */
export async function inspectFile(file: string, report: FileReport, options: InspectOptions): Promise<FileVerdict> {
  const tally = new VerdictTally(file);
  const opened = await openFile(file, options.onBytes);
  if ('error' in opened) tally.fail(opened.error);
  else {
    try {
      const readOptions = { isStrict: options.strict, csv: { minCertainty: MIN_CERTAINTY } };
      for await (const event of readBankFile(opened.bytes, readOptions)) {
        if (options.signal.aborted) break;
        tally.take(event);
        await report.take(event);
      }
    } catch (cause) {
      const code = systemErrorCode(cause);
      if (code === null) throw cause;
      tally.fail(describeSystemError(code));
    }
  }
  const verdict = tally.verdict();
  await report.end(verdict);
  return verdict;
}

async function openFile(
  file: string,
  onBytes: (count: number) => void,
): Promise<{ bytes: AsyncIterable<Uint8Array> } | { error: InspectionError }> {
  try {
    if ((await stat(file)).isDirectory()) return { error: describeSystemError('EISDIR') };
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === null) throw cause;
    return { error: describeSystemError(code) };
  }
  return { bytes: countBytes(createReadStream(file), onBytes) };
}

async function* countBytes(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    onBytes(chunk.byteLength);
    yield chunk;
  }
}

const SYSTEM_MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file; check the path.',
  EISDIR: 'This is a folder; name the files in it.',
  EACCES: 'The file may not be read; give this user the right to.',
};

function describeSystemError(code: string): InspectionError {
  const message = SYSTEM_MESSAGES[code] ?? 'The file cannot be read.';
  const nowhere = { byteOffset: null, line: null, record: null, statementIndex: null, accountId: null };
  return { code: 'file_unavailable', message, reason: code, ...nowhere };
}

class VerdictTally {
  readonly #file: string;
  #format: string | null = null;
  #version: string | null = null;
  #statementCount = 0;
  #damagedCount = 0;
  #transactionCount = 0;
  #warningCount = 0;
  #provenCount = 0;
  #brokenCount = 0;
  #damage: InspectionError | null = null;
  #error: InspectionError | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  take(event: BankFileEvent): void {
    switch (event.type) {
      case 'file':
        this.#format = event.file.format;
        this.#version = event.file.version;
        break;
      case 'statementEnd': {
        const { totals, checks } = event.statementEnd;
        this.#statementCount += 1;
        this.#transactionCount += totals.entryCount;
        if (checks.balancesAddUp === true) this.#provenCount += 1;
        if (checks.balancesAddUp === false) this.#brokenCount += 1;
        break;
      }
      case 'statementError':
        this.#damagedCount += 1;
        this.#damage ??= pickProblem(event.error);
        break;
      case 'statementRepeated':
      case 'warning':
        this.#warningCount += 1;
        break;
      case 'error':
        this.#error = pickProblem(event.error);
        break;
      case 'statement':
      case 'entry':
      case 'fileEnd':
        break;
      default:
        event satisfies never;
    }
  }

  fail(error: InspectionError): void {
    this.#error = error;
  }

  verdict(): FileVerdict {
    return {
      file: this.#file,
      format: this.#format,
      version: this.#version,
      statementCount: this.#statementCount,
      damagedCount: this.#damagedCount,
      transactionCount: this.#transactionCount,
      warningCount: this.#warningCount,
      provenCount: this.#provenCount,
      brokenCount: this.#brokenCount,
      error: this.#error ?? this.#damage,
    };
  }
}

/** A problem with the keys that the output promises, in their order. */
export function pickProblem(problem: BankFileProblem): InspectionError {
  const { code, message, reason, byteOffset, line, record, statementIndex, accountId } = problem;
  return { code, message, reason, byteOffset, line, record, statementIndex, accountId };
}

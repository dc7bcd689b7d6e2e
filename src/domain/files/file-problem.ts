import { type Fault, faultOf } from '../connection/connection-fault.ts';

/** Why a bank file, or a part of it, was not taken in. */
export const FILE_PROBLEM_REASONS = [
  'unknownFormat',
  'otherFormat',
  'damaged',
  'totalsWrong',
  'signsInverted',
  'layoutUnclear',
  'accountMissing',
  'currencyMissing',
  'accountAmbiguous',
  'otherAccount',
  'foreignEntity',
  'internal',
] as const;
export type FileProblemReason = (typeof FILE_PROBLEM_REASONS)[number];

/** One thing that kept a file or one of its statements out, with the place and the fix. */
export interface FileProblem {
  readonly reason: FileProblemReason;
  /** What was found and what to do, for a person; never a whole account number. */
  readonly message: string;
  /** The reader's own code of the problem; null where the file was understood and did not fit. */
  readonly code: string | null;
  /** From 1; null where the problem has no place. */
  readonly line: number | null;
  /** A record code such as `16`, or an element path such as `Ntry/Amt`. */
  readonly record: string | null;
  /** Account of the statement, as the file names it; null where it is about the whole file. */
  readonly accountNumber: string | null;
}

/** A problem that has no place in the file, because the file as such is in order. */
export function problemOf(
  reason: FileProblemReason,
  message: string,
  accountNumber: string | null = null,
): FileProblem {
  return { reason, message, code: null, line: null, record: null, accountNumber };
}

/** The problem as the run reports it. */
export function faultOfProblem({ reason, message, line, record }: FileProblem): Fault {
  if (reason === 'signsInverted') return faultOf('balance_mismatch', message);
  if (reason === 'internal') return faultOf('internal');
  // Where no format was recognised there is no record to name.
  // A tag of a SWIFT message, such as :61:, ends with a colon of its own.
  const where = record === null || record === '' ? '' : `, ${record}`;
  const place = line === null ? '' : `Line ${line}${where}${where.endsWith(':') ? '' : ':'} `;
  return faultOf('file_unreadable', `${place}${message}`);
}

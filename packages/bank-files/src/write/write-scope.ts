import { quote } from '../problem.ts';

/** The formats that are written; more are read. */
export type WritableFormat = 'camt053' | 'mt940' | 'bai2' | 'ofx' | 'csv';

/** Something that a format has no place for, or only in part. Never an amount, a date of booking, a side or an account. */
export interface WriteLoss {
  readonly format: WritableFormat;
  /** `references.uetr`, `description`. */
  readonly field: string;
  /** What the format wants, and what became of the value. */
  readonly reason: string;
  readonly statementIndex: number;
  /** Null for what belongs to the statement as a whole. */
  readonly entryIndex: number | null;
}

/** What cannot be written: names the field, and says what to do. */
export class BankFileWriteError extends Error {
  readonly format: WritableFormat;
  readonly field: string;
  readonly statementIndex: number;
  readonly entryIndex: number | null;

  constructor(place: Omit<WriteLoss, 'reason'>, problem: string) {
    const entry = place.entryIndex === null ? '' : `.entries[${place.entryIndex}]`;
    super(`${place.format}: statements[${place.statementIndex}]${entry}.${place.field} ${problem}`);
    this.name = 'BankFileWriteError';
    this.format = place.format;
    this.field = place.field;
    this.statementIndex = place.statementIndex;
    this.entryIndex = place.entryIndex;
  }
}

/** Knows which entry is being written, so that losses and refusals name their place. */
export class WriteScope {
  readonly format: WritableFormat;
  #statementIndex = -1;
  #entryIndex: number | null = null;
  readonly #onLoss: ((loss: WriteLoss) => void) | null;

  /** Without `onLoss` a loss is refused. */
  constructor(format: WritableFormat, onLoss: ((loss: WriteLoss) => void) | null) {
    this.format = format;
    this.#onLoss = onLoss;
  }

  nextStatement(): void {
    this.#statementIndex++;
    this.#entryIndex = null;
  }

  nextEntry(): void {
    this.#entryIndex = this.#entryIndex === null ? 0 : this.#entryIndex + 1;
  }

  /** What comes now belongs to the statement as a whole. */
  endEntries(): void {
    this.#entryIndex = null;
  }

  refuse(field: string, problem: string): never {
    throw new BankFileWriteError(this.#place(field), problem);
  }

  lose(field: string, reason: string): void {
    if (this.#onLoss === null) {
      this.refuse(field, `${reason}; leave it out, or take the loss with onLoss`);
    }
    this.#onLoss({ ...this.#place(field), reason });
  }

  /** Reports a loss when what a reader will find is not what was meant. */
  compare(field: string, meant: string | null, found: string | null): void {
    if (meant === found) return;
    if (found === null) this.lose(field, `${quote(meant ?? '')} has no place in this format`);
    else this.lose(field, `${quote(meant ?? '')} reads as ${quote(found)}`);
  }

  #place(field: string): Omit<WriteLoss, 'reason'> {
    return { format: this.format, field, statementIndex: this.#statementIndex, entryIndex: this.#entryIndex };
  }
}

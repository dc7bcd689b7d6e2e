import type { BankFileEvent } from './bank-file-event.ts';
import { buildProblem, type ProblemCode } from './problem.ts';
import type { FilePosition } from './statement.ts';

/** One habit of a bank can touch every entry; after this many of a kind per statement only the count goes on. */
const MAX_WARNINGS_PER_CODE = 20;

/**
 * Collects the problems of one statement into the reader's events. The first damage emits the
 * `statementError`; from then on the statement is dead and nothing else of it is reported.
 */
export class StatementReport {
  readonly statementIndex: number;
  accountId: string | null = null;
  warningCount = 0;
  #damaged = false;
  readonly #events: BankFileEvent[];
  readonly #seen = new Map<ProblemCode, number>();

  constructor(statementIndex: number, events: BankFileEvent[]) {
    this.statementIndex = statementIndex;
    this.#events = events;
  }

  get isDamaged(): boolean {
    return this.#damaged;
  }

  warn(code: ProblemCode, reason: string, position: FilePosition): void {
    if (this.#damaged) return;
    this.warningCount++;
    const seen = this.#seen.get(code) ?? 0;
    this.#seen.set(code, seen + 1);
    if (seen >= MAX_WARNINGS_PER_CODE) return;
    this.#events.push({ type: 'warning', warning: buildProblem(code, reason, position, this) });
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    if (this.#damaged) return;
    this.#damaged = true;
    this.#events.push({ type: 'statementError', error: buildProblem(code, reason, position, this) });
  }
}

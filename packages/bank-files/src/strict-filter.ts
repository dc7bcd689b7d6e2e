import type { BankFileEvent } from './bank-file-event.ts';

/**
 * Turns warnings into refusals: one about a statement drops that statement, one about the file ends the reading. Statements that
 * had ended before stay whole.
 */
export class StrictFilter {
  readonly #dropped = new Set<number>();
  #open: number | null = null;
  #format: Extract<BankFileEvent, { type: 'file' }>['file']['format'] | null = null;
  #hasFailed = false;

  apply(events: readonly BankFileEvent[]): BankFileEvent[] {
    const kept: BankFileEvent[] = [];
    for (const event of events) {
      if (this.#hasFailed) break;
      this.#take(event, kept);
    }
    return kept;
  }

  #take(event: BankFileEvent, kept: BankFileEvent[]): void {
    switch (event.type) {
      case 'file':
        this.#format = event.file.format;
        kept.push(event);
        break;
      case 'statement':
        if (this.#dropped.has(event.statement.statementIndex)) return;
        this.#open = event.statement.statementIndex;
        kept.push(event);
        break;
      case 'entry':
        if (!this.#dropped.has(event.entry.statementIndex)) kept.push(event);
        break;
      case 'statementEnd':
        if (this.#dropped.delete(event.statementEnd.statementIndex)) return;
        this.#open = null;
        kept.push(event);
        break;
      case 'statementError':
        if (event.error.statementIndex !== null && this.#dropped.delete(event.error.statementIndex)) return;
        this.#open = null;
        kept.push(event);
        break;
      case 'statementRepeated':
        if (event.warning.statementIndex !== null && this.#dropped.delete(event.warning.statementIndex)) return;
        this.#open = null;
        kept.push(event);
        break;
      case 'warning':
        this.#refuse(event.warning, kept);
        break;
      case 'fileEnd':
      case 'error':
        kept.push(event);
        break;
    }
  }

  #refuse(warning: Extract<BankFileEvent, { type: 'warning' }>['warning'], kept: BankFileEvent[]): void {
    const { statementIndex } = warning;
    if (statementIndex !== null) {
      if (this.#dropped.has(statementIndex)) return;
      this.#dropped.add(statementIndex);
      this.#open = null;
      kept.push({ type: 'statementError', error: warning });
      return;
    }
    if (this.#open !== null) kept.push({ type: 'statementError', error: { ...warning, statementIndex: this.#open } });
    this.#hasFailed = true;
    kept.push({ type: 'error', error: { ...warning, format: this.#format } });
  }
}

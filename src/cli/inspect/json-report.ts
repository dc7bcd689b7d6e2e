import type { BankFileEvent, FileHeader, StatementHeader } from '@causeway/bank-files';
import type { LineOutput } from '../terminal/line-output.ts';
import { type FileReport, type FileVerdict, pickProblem } from './inspection.ts';
import { presentStatement } from './present-statement.ts';
import { presentTransaction } from './present-transaction.ts';
import { JsonSpool } from './spool.ts';

/**
 * One file as one line of JSON, written while it is read: only the open statement waits for its end. docs/inspect.schema.json
 * describes the keys.
 */
export class JsonReport implements FileReport {
  readonly #file: string;
  readonly #output: LineOutput;
  readonly #transactions = new JsonSpool();
  readonly #warnings = new JsonSpool();
  readonly #damages = new JsonSpool();
  #header: FileHeader | null = null;
  #open: StatementHeader | null = null;
  #statementCount = 0;
  #hasBegun = false;

  constructor(file: string, output: LineOutput) {
    this.#file = file;
    this.#output = output;
  }

  async take(event: BankFileEvent): Promise<void> {
    switch (event.type) {
      case 'file':
        this.#header = event.file;
        break;
      case 'statement':
        this.#open = event.statement;
        break;
      case 'entry':
        await this.#transactions.add(presentTransaction(event.entry));
        break;
      case 'statementEnd':
        if (this.#open === null) throw new Error('a statement ended that had not begun');
        await this.#writeStatement(presentStatement(this.#open, event.statementEnd));
        this.#close();
        break;
      case 'statementError':
        await this.#damages.add(pickProblem(event.error));
        this.#close();
        break;
      case 'statementRepeated':
        await this.#warnings.add(pickProblem(event.warning));
        this.#close();
        break;
      case 'warning':
        await this.#warnings.add(pickProblem(event.warning));
        break;
      case 'error':
        this.#close();
        break;
      case 'fileEnd':
        break;
      default:
        event satisfies never;
    }
  }

  async end({ error }: FileVerdict): Promise<void> {
    await this.#begin();
    await this.#output.write('],"warnings":[');
    await this.#pour(this.#warnings);
    if (error === null) {
      await this.#output.line('],"error":null}');
    } else {
      await this.#output.write(`],"error":${JSON.stringify(error).slice(0, -1)},"damagedStatements":[`);
      await this.#pour(this.#damages);
      await this.#output.line(']}}');
    }
    for (const spool of [this.#transactions, this.#warnings, this.#damages]) await spool.close();
  }

  #close(): void {
    this.#open = null;
    this.#transactions.clear();
  }

  async #begin(): Promise<void> {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const { format = null, version = null } = this.#header ?? {};
    const head = { file: this.#file, format, version };
    await this.#output.write(`${JSON.stringify(head).slice(0, -1)},"statements":[`);
  }

  async #writeStatement({ front, rest }: ReturnType<typeof presentStatement>): Promise<void> {
    await this.#begin();
    const comma = this.#statementCount === 0 ? '' : ',';
    this.#statementCount += 1;
    await this.#output.write(`${comma}${JSON.stringify(front).slice(0, -1)},"transactions":[`);
    await this.#pour(this.#transactions);
    await this.#output.write(`],${JSON.stringify(rest).slice(1)}`);
  }

  async #pour(spool: JsonSpool): Promise<void> {
    for await (const piece of spool.read()) if (!(await this.#output.write(piece))) return;
  }
}

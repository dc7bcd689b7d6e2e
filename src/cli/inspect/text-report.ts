import {
  type BankFileEvent,
  type BankFileProblem,
  type Entry,
  findBalance,
  type StatementHeader,
  type StatementTrailer,
} from '@causeway/bank-files';
import { forTerminal, type LineOutput } from '../terminal/line-output.ts';
import type { FileReport, FileVerdict } from './inspection.ts';
import { renderProblem, renderVerdict } from './render-verdict.ts';
import { count, cut, nameFormat, type Style } from './style.ts';

/** Rows shown of one statement; the rest is counted. */
const MAX_ROWS = 20;
/** Payments shown below one entry. */
const MAX_DETAILS = 5;
/** Warnings shown of one file. */
const MAX_WARNINGS = 20;

interface OpenStatement {
  readonly header: StatementHeader;
  readonly rows: Entry[];
  credits: number;
  debits: number;
}

/** One file in full, for a person: statement by statement as they come, then the warnings and the verdict. */
export class TextReport implements FileReport {
  readonly #file: string;
  readonly #output: LineOutput;
  readonly #style: Style;
  readonly #width: number;
  #open: OpenStatement | null = null;
  readonly #warnings: string[] = [];

  constructor(file: string, output: LineOutput, { style, width }: { readonly style: Style; readonly width: number }) {
    this.#file = file;
    this.#output = output;
    this.#style = style;
    this.#width = width;
  }

  async take(event: BankFileEvent): Promise<void> {
    switch (event.type) {
      case 'file': {
        const { format, version, dialect } = event.file;
        const name = `${nameFormat(format, version)}${dialect === null ? '' : `, ${forTerminal(dialect)}`}`;
        await this.#print([`${this.#style.strong(forTerminal(this.#file))}  ${this.#style.faint(name)}`, '']);
        break;
      }
      case 'statement':
        this.#open = { header: event.statement, rows: [], credits: 0, debits: 0 };
        break;
      case 'entry':
        this.#count(event.entry);
        break;
      case 'statementEnd':
        if (this.#open !== null) await this.#print(renderStatement(this.#open, event.statementEnd, this.#style));
        if (this.#open !== null) await this.#print(this.#renderRows(this.#open, event.statementEnd));
        this.#open = null;
        break;
      case 'statementError':
        await this.#print([
          this.#style.bad('✗ Damaged statement, none of it counts'),
          ...renderProblem(event.error),
          '',
        ]);
        this.#open = null;
        break;
      case 'statementRepeated':
        this.#open = null;
        this.#keepWarning(event.warning);
        break;
      case 'warning':
        this.#keepWarning(event.warning);
        break;
      case 'fileEnd':
      case 'error':
        break;
      default:
        event satisfies never;
    }
  }

  async end(verdict: FileVerdict): Promise<void> {
    if (this.#warnings.length > 0) await this.#print([this.#style.strong('Warnings'), ...this.#warnings, '']);
    await this.#print(renderVerdict(verdict, this.#style));
  }

  #keepWarning(warning: BankFileProblem): void {
    if (this.#warnings.length < MAX_WARNINGS)
      this.#warnings.push(...renderProblem(warning).map((line) => this.#style.doubtful(line)));
  }

  #count(entry: Entry): void {
    if (this.#open === null) return;
    if (this.#open.rows.length < MAX_ROWS) this.#open.rows.push(entry);
    if (entry.status !== 'posted') return;
    if (entry.entryType === 'credit') this.#open.credits += 1;
    else this.#open.debits += 1;
  }

  #renderRows({ rows }: OpenStatement, { totals }: StatementTrailer): string[] {
    if (rows.length === 0) return [this.#style.faint('  no transactions'), ''];
    const amounts = Math.max(6, ...rows.map(({ amount }) => amount.length));
    const head = `  ${'POSTED'.padEnd(10)}  ${'VALUE'.padEnd(10)}  ${'AMOUNT'.padStart(amounts)}       DESCRIPTION`;
    const lines = rows.flatMap((entry) => this.#renderRow(entry, amounts));
    const left = totals.entryCount - rows.length;
    const more = left === 0 ? [] : [this.#style.faint(`  … and ${left} more; --json shows all`)];
    return ['', this.#style.faint(head), ...lines, ...more, ''];
  }

  /** An entry, and below it the payments of a batch. */
  #renderRow(entry: Entry, amountWidth: number): string[] {
    const { bookingDate, valueDate, amount, currency, status, details } = entry;
    const dates = `${bookingDate ?? '–'.padEnd(10)}  ${valueDate ?? '–'.padEnd(10)}`;
    const front = (money: string | null, of: string | null) =>
      `${(money ?? '–').padStart(amountWidth)} ${(of ?? '').padEnd(3)}  `;
    const room = Math.max(20, this.#width - dates.length - amountWidth - 11);
    const mark = status === 'posted' ? '' : `[${status}] `;
    const text = cut(mark + describe(entry), room);
    const lines = [`  ${dates}  ${front(amount, currency)}${text}`.trimEnd()];
    if (details.length < 2) return lines;
    const indent = ' '.repeat(dates.length);
    for (const detail of details.slice(0, MAX_DETAILS)) {
      const line = `  ${indent}  ${front(detail.amount, detail.currency)}└ ${cut(describe(detail), room - 2)}`;
      lines.push(this.#style.faint(line.trimEnd()));
    }
    const left = details.length - MAX_DETAILS;
    if (left > 0) lines.push(this.#style.faint(`  ${indent}  ${front('', '')}└ … and ${left} more`));
    return lines;
  }

  async #print(lines: readonly string[]): Promise<void> {
    for (const line of lines) if (!(await this.#output.line(line))) return;
  }
}

function renderStatement(open: OpenStatement, trailer: StatementTrailer, style: Style): string[] {
  const { header } = open;
  const { account, statementIndex, timing } = header;
  const day = trailer.asOfDate ?? header.asOfDate;
  const title = [
    `${account.rawId ?? 'no account number'}${account.name === null ? '' : ` (${account.name})`}`,
    account.currency ?? 'no currency',
    ...(day === null ? [] : [day]),
    ...(timing === 'interim' ? ['interim'] : []),
  ];
  return [
    style.strong(forTerminal(`Statement ${statementIndex + 1}: ${title.join(', ')}`)),
    ...renderMoney(open, trailer, style),
  ];
}

/** Opening balance, movements and closing balance, one below the other, as one adds them up on paper. */
function renderMoney(open: OpenStatement, trailer: StatementTrailer, style: Style): string[] {
  const opening = findBalance(trailer.balances, 'opening');
  const closing = findBalance(trailer.balances, 'closing');
  const current = findBalance(trailer.balances, 'currentLedger');
  const lines: { readonly name: string; readonly amount: string; readonly note: string }[] = [];
  if (opening !== null) lines.push({ name: 'opening balance', amount: opening.amount, note: opening.date ?? '' });
  for (const { currency, credits, debits } of trailer.totals.sums) {
    const note = trailer.totals.sums.length > 1 ? (currency ?? '') : '';
    lines.push({
      name: trailer.totals.sums.length > 1 ? 'credits' : count(open.credits, 'credit'),
      amount: credits,
      note,
    });
    lines.push({
      name: trailer.totals.sums.length > 1 ? 'debits' : count(open.debits, 'debit'),
      amount: minus(debits),
      note,
    });
  }
  if (closing !== null) lines.push({ name: 'closing balance', amount: closing.amount, note: closing.date ?? '' });
  else if (current !== null) lines.push({ name: 'ledger balance', amount: current.amount, note: current.date ?? '' });
  const width = Math.max(0, ...lines.map(({ amount }) => amount.length));
  const { balancesAddUp } = trailer.checks;
  const verdict =
    balancesAddUp === null
      ? style.faint('  The statement does not state both balances, so it cannot be proved complete.')
      : balancesAddUp
        ? style.good('  ✓ The balances add up.')
        : style.bad('  ✗ The balances do not add up.');
  return [
    ...lines.map(({ name, amount, note }) => `  ${name.padEnd(16)} ${amount.padStart(width)}  ${note}`.trimEnd()),
    verdict,
  ];
}

function describe({ description, counterparty }: Pick<Entry, 'description' | 'counterparty'>): string {
  return forTerminal(description ?? counterparty.name ?? '').replaceAll(/\s+/g, ' ');
}

function minus(amount: string): string {
  return /^[0.]+$/.test(amount) ? amount : `-${amount}`;
}

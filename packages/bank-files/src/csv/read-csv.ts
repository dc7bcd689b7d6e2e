import type { BankFileEvent } from '../bank-file-event.ts';
import type { TextChunk } from '../decode-text.ts';
import { LineSplitter, type PhysicalLine } from '../line-splitter.ts';
import { buildProblem, type ProblemCode, quote } from '../problem.ts';
import type { FilePosition } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { cleanCell } from './cells.ts';
import { detectCsvLayout } from './detect-profile.ts';
import { LastRowCheck } from './last-row.ts';
import { type CsvPlaces, type CsvProfile, cellAt, locateColumns } from './profile.ts';
import { type CsvRow, RowAssembler } from './row-assembler.ts';
import { RowReader } from './row-reader.ts';
import { CsvStatement } from './statement.ts';

/** What a CSV export does not say of itself. */
export interface CsvOptions {
  /** How this export looks. Without it the reader finds out, and refuses when it is not sure enough. */
  readonly profile?: CsvProfile;
  /** How sure a found profile has to be, 0 to 1; default 0.75. */
  readonly minCertainty?: number;
  /** The account, for an export that does not name it. */
  readonly accountId?: string;
  /** Its currency. */
  readonly currency?: string;
}

/** Longer than any line. */
const MAX_LINE_LENGTH = 1_000_000;

/** A profile is found from the lines of so many characters and the one that passes them, always the same however they arrive. */
const SAMPLE_LENGTH = 65_536;

/** Rows before the table; banks write a dozen. */
const MAX_PREAMBLE_ROWS = 200;

/** Reads a CSV export by its profile, declared or found. Beside the sample that a profile is found from one row is held. */
export class CsvReader implements TextReader {
  readonly #splitter: LineSplitter;
  readonly #options: CsvOptions;
  readonly #events: BankFileEvent[] = [];
  #sample: PhysicalLine[] | null = [];
  #sampleLength = 0;
  #statementCount = 0;
  #profile: CsvProfile | null = null;
  #rows: RowAssembler | null = null;
  #places: CsvPlaces | null = null;
  #reader: RowReader | null = null;
  #lastRow: LastRowCheck | null = null;
  #preambleRows = 0;
  /** What stands beside the label of the account before the table. */
  #labelledAccount: string | null = null;
  #headerWidth: number | null = null;
  #header: readonly string[] = [];
  #statement: CsvStatement | null = null;
  #hasFailed = false;

  constructor(startOffset: number, options: CsvOptions) {
    this.#splitter = new LineSplitter(startOffset, MAX_LINE_LENGTH);
    this.#options = options;
    if (options.profile !== undefined) this.#use(options.profile);
  }

  get progress(): ReadingProgress {
    const { line, lineEnding } = this.#splitter;
    return { statementCount: this.#statementCount, line, lineEnding };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    for (const line of this.#splitter.write(chunk)) this.#takeLine(line);
    if (this.#splitter.isOverflowing && !this.#hasFailed) {
      return this.abort({ code: 'line_too_long', reason: `more than ${MAX_LINE_LENGTH} characters` });
    }
    return this.#events.splice(0);
  }

  end(): BankFileEvent[] {
    for (const line of this.#splitter.end()) this.#takeLine(line);
    this.#decide();
    const rest = this.#rows?.end() ?? null;
    if (rest !== null) this.#readRow(rest);
    if (this.#hasFailed) return this.#events.splice(0);
    // A table without rows is a statement too: of an account in which nothing happened.
    if (this.#statementCount === 0 && this.#reader !== null) this.#openStatement(this.#findAccount([]), this.#place());
    if (this.#statementCount === 0) this.#fail('csv_header_missing', 'the file ends before its header row');
    this.#statement?.end(this.#place());
    return this.#events.splice(0);
  }

  abort(fault: TextFault): BankFileEvent[] {
    this.#statement?.damage(fault.code, fault.reason, this.#place());
    this.#fail(fault.code, fault.reason);
    return this.#events.splice(0);
  }

  #takeLine(line: PhysicalLine): void {
    if (this.#hasFailed) return;
    if (this.#sample === null) {
      this.#readLine(line);
      return;
    }
    this.#sample.push(line);
    this.#sampleLength += line.text.length + 1;
    if (this.#sampleLength >= SAMPLE_LENGTH) this.#decide();
  }

  /** Finds the profile of what has come so far, and reads it. */
  #decide(): void {
    const lines = this.#sample;
    if (lines === null) return;
    this.#sample = null;
    const { found, tooWide } = detectCsvLayout(lines.map(({ text }) => text));
    if (tooWide !== null) {
      this.#fail('csv_too_many_columns', tooWide);
      return;
    }
    if (found === null) {
      this.#fail('unknown_format', 'none of the other formats, and no table with columns of dates and amounts');
      return;
    }
    const percent = Math.round(found.certainty * 100);
    const reason = `${percent}% sure: ${found.reasons.join('; ')}`;
    if (found.certainty < (this.#options.minCertainty ?? 0.75)) {
      this.#fail('csv_profile_unsure', reason);
      return;
    }
    this.#use(found.profile);
    const warning = buildProblem('csv_profile_found', reason, { byteOffset: 0, line: 1, record: '' });
    this.#events.push({ type: 'warning', warning });
    for (const line of lines) this.#readLine(line);
  }

  #use(profile: CsvProfile): void {
    this.#sample = null;
    this.#profile = profile;
    this.#rows = new RowAssembler(profile.delimiter, profile.quote === undefined ? '"' : profile.quote);
    this.#events.push({ type: 'file', file: { format: 'csv', version: null, dialect: profile.name } });
  }

  #readLine(line: PhysicalLine): void {
    const row = this.#rows?.write(line) ?? null;
    const reason = this.#rows?.fault ?? null;
    if (reason !== null) {
      this.#statement?.damage('csv_quote_unclosed', reason, this.#place());
      this.#fail('csv_quote_unclosed', reason);
    } else if (row !== null) {
      this.#readRow(row);
    }
  }

  #readRow(row: CsvRow): void {
    const profile = this.#profile;
    if (profile === null || this.#hasFailed) return;
    const cells = row.cells.map(cleanCell);
    if (this.#reader === null && profile.headerRow === null) this.#readHeader(profile, []);
    if (this.#reader === null) {
      if (row.index === profile.headerRow) this.#readHeader(profile, cells);
      else this.#readPreamble(profile, cells);
    } else if (cells.some((cell) => cell !== '')) {
      this.#readTableRow(this.#reader, cells, row);
    }
  }

  /** Of the rows before the table only the first with the account's label counts. */
  #readPreamble({ account }: CsvProfile, cells: readonly string[]): void {
    if (account?.kind !== 'label' || this.#preambleRows++ >= MAX_PREAMBLE_ROWS) return;
    if (cells[0] === account.label) this.#labelledAccount ??= cells.slice(1).find((cell) => cell !== '') ?? '';
  }

  #readHeader(profile: CsvProfile, cells: readonly string[]): void {
    const located = locateColumns(profile, cells);
    if ('missing' in located) {
      const titles = cells.filter((cell) => cell !== '').join(', ');
      this.#fail('csv_column_missing', `no column ${quote(located.missing)} in ${quote(titles)}`);
      return;
    }
    this.#places = located.places;
    this.#reader = new RowReader(profile, located.places, cells);
    this.#header = cells;
    if (cells.length > 0) this.#headerWidth = cells.length;
    this.#lastRow = new LastRowCheck(located.places, profile.decimalMark, this.#headerWidth);
  }

  #isHeader(cells: readonly string[]): boolean {
    const header = this.#header;
    return cells[0] === header[0] && cells.length === header.length && header.every((title, at) => title === cells[at]);
  }

  #readTableRow(reader: RowReader, cells: readonly string[], row: CsvRow): void {
    const position = { byteOffset: row.byteOffset, line: row.line, record: 'row' };
    if (this.#statement !== null && this.#isHeader(cells)) {
      // Another download behind the first: its rows are a statement of their own.
      this.#statement.end(position);
      this.#statement = null;
      return;
    }
    const reading = reader.read(cells);
    if (row.isTerminated) this.#lastRow?.add(cells);
    const cut = row.isTerminated ? null : (this.#lastRow?.findCut(cells, reading) ?? null);
    if (cut !== null)
      (this.#statement ?? this.#selectStatement(cells, position)).damage('file_truncated', cut, position);
    if (reading.kind === 'movement') {
      const statement = this.#selectStatement(cells, position);
      const width = this.#headerWidth;
      if (width !== null && cells.slice(width).some((cell) => cell !== '')) {
        const reason = `${cells.length} cells below ${width} titles, so that columns may be shifted`;
        statement.damage('csv_row_too_long', reason, position);
      }
      statement.addRow(reading.movement, cells, position);
      return;
    }
    if (reading.kind === 'continuation' && this.#statement?.continueText(reading.text) === true) return;
    if (reading.kind === 'damage') {
      (this.#statement ?? this.#selectStatement(cells, position)).damage(reading.code, reading.reason, position);
      return;
    }
    const { code, reason } =
      reading.kind === 'other' ? reading : { code: 'row_skipped' as const, reason: quote(reading.text) };
    if (this.#statement !== null) this.#statement.report.warn(code, reason, position);
    else this.#events.push({ type: 'warning', warning: buildProblem(code, reason, position) });
  }

  /** The statement of the row's account: rows of another account than the one before begin a new one. */
  #selectStatement(cells: readonly string[], position: FilePosition): CsvStatement {
    const accountId = this.#findAccount(cells);
    if (this.#statement !== null && this.#statement.accountId === accountId) return this.#statement;
    this.#statement?.end(position);
    return this.#openStatement(accountId, position);
  }

  #openStatement(accountId: string | null, position: FilePosition): CsvStatement {
    const { profile, places } = { profile: this.#profile, places: this.#places };
    if (profile === null || places === null) throw new Error('a statement opens only below a header');
    const statement = new CsvStatement(
      {
        profile,
        places,
        statementIndex: this.#statementCount++,
        accountId,
        declaredCurrency: this.#options.currency ?? null,
        position,
      },
      this.#events,
    );
    this.#statement = statement;
    return statement;
  }

  #findAccount(cells: readonly string[]): string | null {
    const rule = this.#profile?.account;
    const declared = this.#options.accountId ?? null;
    if (rule === undefined) return declared;
    if (rule.kind === 'fixed') return rule.id;
    if (rule.kind === 'column') return cellAt(cells, this.#places?.account ?? null) || declared;
    return this.#labelledAccount || declared;
  }

  #place(): FilePosition {
    return { byteOffset: this.#splitter.byteOffset, line: this.#splitter.line, record: '' };
  }

  #fail(code: ProblemCode, reason: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const format = this.#profile === null ? null : ('csv' as const);
    this.#events.push({ type: 'error', error: { ...buildProblem(code, reason, this.#place()), format } });
  }
}

import { AmountReader } from '../amount-reader.ts';
import type { BankFileEvent } from '../bank-file-event.ts';
import type { TextChunk } from '../decode-text.ts';
import { LineSplitter, type PhysicalLine } from '../line-splitter.ts';
import type { DateOrder } from '../loose-date.ts';
import { buildProblem, type ProblemCode, quote } from '../problem.ts';
import type { FilePosition } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { DateOrderFinder } from './date-order.ts';
import { parseRecord, type QifRecord } from './record.ts';
import { parseSection, type QifSection } from './section.ts';
import { QifStatement } from './statement.ts';

/** What a QIF file does not say of itself: the order of its dates, its account and its currency. */
export interface QifOptions {
  /** Order of day and month where it is known; without it the file has to tell, and month first is assumed where it does not. */
  readonly dateOrder?: DateOrder;
  /** The account, for a file that does not name one. */
  readonly accountId?: string;
  /** QIF never names a currency. */
  readonly currency?: string;
}

/** Longer than any line of one field. */
const MAX_LINE_LENGTH = 100_000;
const MAX_LINES_PER_RECORD = 10_000;
/** All lines of one record together. */
const MAX_RECORD_LENGTH = 1_000_000;

/** Records held until a date tells the order of day and month; more are read in the order that is likeliest by then. */
const MAX_HELD_RECORDS = 20_000;
/** Their lines together. */
const MAX_HELD_LENGTH = 10_000_000;

/** What waits for the order of the dates. */
type Held =
  | {
      readonly kind: 'record';
      readonly statement: QifStatement;
      readonly record: QifRecord;
      readonly position: FilePosition;
    }
  | { readonly kind: 'end'; readonly statement: QifStatement }
  | {
      readonly kind: 'damage';
      readonly statement: QifStatement;
      readonly fault: TextFault;
      readonly position: FilePosition;
    };

/** Reads QIF: the sections of movements, each with the account that stands before it. */
export class QifReader implements TextReader {
  readonly #splitter: LineSplitter;
  readonly #options: QifOptions;
  readonly #events: BankFileEvent[] = [];
  readonly #finder = new DateOrderFinder();
  readonly #amounts = new AmountReader();
  #order: DateOrder | null;
  #held: Held[] = [];
  #heldLength = 0;
  #statementCount = 0;
  #isAnnounced = false;
  #section: QifSection = { kind: 'list', name: '', isKnown: true };
  #sectionPosition: FilePosition = { byteOffset: 0, line: 1, record: '' };
  #isListing = false;
  #accountName: string | null = null;
  #statement: QifStatement | null = null;
  #recordCount = 0;
  #lines: string[] = [];
  #recordLength = 0;
  /** Whether the open record has passed its bounds, which is told once. */
  #isOverlong = false;
  #recordPosition: FilePosition | null = null;

  constructor(startOffset: number, options: QifOptions) {
    this.#splitter = new LineSplitter(startOffset, MAX_LINE_LENGTH);
    this.#options = options;
    this.#order = options.dateOrder ?? null;
    this.#accountName = options.accountId ?? null;
  }

  get progress(): ReadingProgress {
    const { line, lineEnding } = this.#splitter;
    return { statementCount: this.#statementCount, line, lineEnding };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    this.#announce();
    for (const line of this.#splitter.write(chunk)) this.#readLine(line);
    if (this.#splitter.isOverflowing)
      return this.abort({ code: 'line_too_long', reason: `more than ${MAX_LINE_LENGTH} characters` });
    return this.#events.splice(0);
  }

  end(): BankFileEvent[] {
    this.#announce();
    const [last] = this.#splitter.end();
    if (last !== undefined) this.#readLine(last);
    if (this.#lines.length > 0) this.#endUnterminated(last);
    this.#closeSection();
    this.#decide();
    if (this.#statementCount === 0) this.#warn('no_statement_in_reply', 'no section of movements', this.#place());
    return this.#events.splice(0);
  }

  abort(fault: TextFault): BankFileEvent[] {
    if (this.#statement !== null) this.#damage(this.#statement, fault, this.#place());
    this.#decide();
    this.#events.push({
      type: 'error',
      error: { ...buildProblem(fault.code, fault.reason, this.#place()), format: 'qif' },
    });
    return this.#events.splice(0);
  }

  #readLine(line: PhysicalLine): void {
    const text = line.text.trimEnd();
    const first = text[0];
    if (first === undefined) return;
    if (first === '!') {
      if (this.#lines.length > 0) this.#endRecord(line);
      this.#openSection(text, line);
    } else if (first === '^') {
      this.#endRecord(line);
    } else {
      this.#recordPosition ??= this.#positionOf(line, text);
      this.#takeFieldLine(text, this.#recordPosition);
    }
  }

  #takeFieldLine(text: string, position: FilePosition): void {
    this.#recordLength += text.length;
    if (this.#lines.length < MAX_LINES_PER_RECORD && this.#recordLength <= MAX_RECORD_LENGTH) {
      this.#lines.push(text);
    } else if (this.#section.kind === 'cash' && !this.#isOverlong) {
      this.#isOverlong = true;
      this.#statement ??= this.#openStatement();
      const reason = `more than ${MAX_LINES_PER_RECORD} lines or ${MAX_RECORD_LENGTH} characters`;
      this.#damage(this.#statement, { code: 'too_many_lines', reason }, position);
    }
  }

  #positionOf(line: PhysicalLine, record: string): FilePosition {
    return { byteOffset: line.byteOffset, line: line.line, record: record[0] ?? '' };
  }

  #openSection(text: string, line: PhysicalLine): void {
    this.#closeSection();
    this.#section = parseSection(text);
    this.#sectionPosition = { ...this.#positionOf(line, text), record: text.slice(0, 40) };
    this.#recordCount = 0;
    if (this.#section.kind === 'autoSwitch') this.#isListing = this.#section.isOn;
    if (this.#section.kind === 'list' && !this.#section.isKnown) {
      this.#warn('section_unknown', `section ${quote(text)}`, this.#sectionPosition);
    }
  }

  #closeSection(): void {
    if (this.#section.kind === 'investments' && this.#recordCount > 0) {
      this.#warn('investments_skipped', `${this.#recordCount} transactions in securities`, this.#sectionPosition);
    }
    const statement = this.#statement;
    this.#statement = null;
    if (statement === null) return;
    if (this.#order === null) this.#held.push({ kind: 'end', statement });
    else statement.end();
  }

  /** `line` is the one that ends the record. */
  #endRecord(line: PhysicalLine | null): void {
    const lines = this.#lines;
    const position = this.#recordPosition ?? (line === null ? this.#place() : this.#positionOf(line, '^'));
    const length = this.#recordLength;
    this.#lines = [];
    this.#recordLength = 0;
    this.#isOverlong = false;
    this.#recordPosition = null;
    this.#recordCount++;
    if (this.#section.kind === 'account' || this.#section.kind === 'autoSwitch') this.#readAccount(lines);
    if (this.#section.kind !== 'cash') return;
    this.#statement ??= this.#openStatement();
    this.#takeRecord(this.#statement, { record: parseRecord(lines), length }, position);
  }

  #readAccount(lines: readonly string[]): void {
    // In a list of all accounts none of them is the one that movements follow for.
    if (!this.#isListing)
      this.#accountName =
        lines
          .find((line) => line.startsWith('N'))
          ?.slice(1)
          .trim() || null;
  }

  #openStatement(): QifStatement {
    const context = {
      statementIndex: this.#statementCount++,
      accountKind: this.#section.kind === 'cash' ? this.#section.accountKind : 'checking',
      accountName: this.#accountName,
      currency: this.#options.currency ?? null,
      amounts: this.#amounts,
      position: this.#sectionPosition,
    } as const;
    return new QifStatement(context, this.#events);
  }

  #takeRecord(
    statement: QifStatement,
    { record, length }: { readonly record: QifRecord; readonly length: number },
    position: FilePosition,
  ): void {
    if (this.#order !== null) {
      statement.addRecord(record, position, this.#order);
      return;
    }
    this.#held.push({ kind: 'record', statement, record, position });
    this.#heldLength += length;
    this.#finder.add(record.date);
    const isFull = this.#held.length >= MAX_HELD_RECORDS || this.#heldLength > MAX_HELD_LENGTH;
    if (this.#finder.decided !== null || isFull) this.#decide();
  }

  /** Fixes the order of the dates and hands out what waited for it. */
  #decide(): void {
    if (this.#order === null) {
      const { order, isAssumed } = this.#finder.conclude('MDY');
      this.#order = order;
      if (isAssumed) this.#warn('date_order_assumed', `read as ${order}`, { byteOffset: 0, line: 1, record: 'D' });
    }
    const held = this.#held;
    this.#held = [];
    for (const item of held) {
      if (item.kind === 'record') item.statement.addRecord(item.record, item.position, this.#order);
      else if (item.kind === 'damage') item.statement.damage(item.fault.code, item.fault.reason, item.position);
      else item.statement.end();
    }
  }

  #damage(statement: QifStatement, fault: TextFault, position: FilePosition): void {
    if (this.#order === null) this.#held.push({ kind: 'damage', statement, fault, position });
    else statement.damage(fault.code, fault.reason, position);
  }

  /** Many programs leave out the last end mark; but a date or an amount that ends with the file may be cut. */
  #endUnterminated(last: PhysicalLine | undefined): void {
    const isCutField = last !== undefined && /^[DTU$]/.test(last.text);
    // The first record may be an opening balance of which the part that says so is missing.
    const isCutOpening =
      this.#recordCount === 0 && 'opening balance'.startsWith(parseRecord(this.#lines).payee.toLowerCase());
    const position = this.#recordPosition ?? this.#place();
    if (this.#section.kind !== 'cash') {
      this.#endRecord(null);
      return;
    }
    const statement = this.#statement ?? this.#openStatement();
    this.#statement = statement;
    if (isCutField || isCutOpening) {
      this.#damage(statement, { code: 'file_truncated', reason: 'the file ends within a record' }, position);
      this.#lines = [];
    } else {
      this.#warn('record_unterminated', 'the file ends before the end mark of its last record', position);
      this.#endRecord(null);
    }
  }

  #announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    this.#events.push({ type: 'file', file: { format: 'qif', version: null, dialect: null } });
  }

  #warn(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#events.push({ type: 'warning', warning: buildProblem(code, reason, position) });
  }

  #place(): FilePosition {
    return { byteOffset: this.#splitter.byteOffset, line: this.#splitter.line, record: '' };
  }
}

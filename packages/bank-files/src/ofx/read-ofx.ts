import type { BankFileEvent } from '../bank-file-event.ts';
import type { TextChunk } from '../decode-text.ts';
import { buildProblem, FILE_SCOPE, type ProblemCode, quote } from '../problem.ts';
import type { AccountKind, FilePosition } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { type OfxHeader, parseOfxHeader } from './header.ts';
import { type BalanceDraft, OfxStatement } from './statement.ts';
import { type OfxHandler, OfxTagStream } from './tag-stream.ts';
import { TransactionDraft } from './transaction.ts';

/** A bound on one text, so that a file whose tags do not end does not fill the memory. */
export interface OfxOptions {
  /** Characters of one text or unfinished tag. Default 1,000,000. */
  readonly maxTokenLength?: number;
}

/** The aggregates that hold a statement, with what they say about the account. */
const STATEMENTS: ReadonlyMap<string, AccountKind | null> = new Map([
  ['STMTRS', null],
  ['CCSTMTRS', 'creditCard'],
  ['INVSTMTRS', 'investment'],
]);

const ACCOUNTS: ReadonlySet<string> = new Set(['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM']);
const BALANCES: ReadonlySet<string> = new Set(['LEDGERBAL', 'AVAILBAL', 'BAL']);
const TRANSACTIONS: ReadonlySet<string> = new Set(['STMTTRN', 'STMTTRNP']);
const LISTS: ReadonlySet<string> = new Set(['BANKTRANLIST', 'BANKTRANLISTP', 'INVTRANLIST']);

/** Reads OFX 1 (SGML), OFX 2 (XML) and QFX: every statement of bank accounts, cards and the cash of investments. */
export class OfxReader implements TextReader, OfxHandler {
  readonly #events: BankFileEvent[] = [];
  readonly #tags: OfxTagStream;
  readonly #header: OfxHeader;
  #isQfx = false;
  #isAnnounced = false;
  #isOpen = false;
  #wasOpen = false;
  #statementCount = 0;
  #statement: OfxStatement | null = null;
  #transaction: TransactionDraft | null = null;
  #balance: BalanceDraft | null = null;
  #isInAccount = false;
  #status: { code: string; severity: string; message: string } | null = null;

  /** `front` is the beginning of the file as ASCII, which holds the header. */
  constructor(startOffset: number, options: OfxOptions, front: string) {
    this.#tags = new OfxTagStream(startOffset, options.maxTokenLength ?? 1_000_000, this);
    this.#header = parseOfxHeader(front);
  }

  get progress(): ReadingProgress {
    const { lineEnding } = this.#tags;
    return { statementCount: this.#statementCount, line: this.#tags.place().line, lineEnding };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    this.#tags.write(chunk);
    const { fault } = this.#tags;
    return fault === null ? this.#events.splice(0) : this.#fail(fault, this.#position(''));
  }

  end(): BankFileEvent[] {
    this.#tags.end();
    if (this.#isOpen || !this.#wasOpen || this.#statement !== null) {
      return this.abort({ code: 'file_truncated', reason: 'the file ends before </OFX>' });
    }
    this.#announce();
    if (this.#statementCount === 0) this.#warn('no_statement_in_reply', 'no STMTRS, CCSTMTRS or INVSTMTRS');
    return this.#events.splice(0);
  }

  abort(fault: TextFault): BankFileEvent[] {
    return this.#fail(fault, { ...this.#tags.endPlace(), record: '' });
  }

  #fail({ code, reason }: TextFault, position: FilePosition): BankFileEvent[] {
    this.#statement?.damage(code, reason, position);
    this.#announce();
    const error = buildProblem(code, reason, position);
    this.#events.push({ type: 'error', error: { ...error, format: this.#isQfx ? 'qfx' : 'ofx' } });
    return this.#events.splice(0);
  }

  startTag(name: string, text: string): void {
    const transaction = this.#transaction;
    if (transaction !== null && !TRANSACTIONS.has(name)) {
      if (text === '') transaction.open(name);
      else transaction.set(name, text);
    } else if (text === '') {
      this.#open(name);
    } else {
      this.#set(name, text);
    }
  }

  endTag(name: string): void {
    if (TRANSACTIONS.has(name)) this.#endTransaction();
    else if (this.#transaction !== null && !ENDINGS.has(name)) this.#transaction.close(name);
    else if (BALANCES.has(name)) this.#endBalance();
    else if (ACCOUNTS.has(name)) this.#isInAccount = false;
    else if (name === 'STATUS') this.#endStatus();
    else if (LISTS.has(name)) this.#endUnclosed('STMTTRN');
    else if (STATEMENTS.has(name)) this.#endStatement();
    else if (name === 'OFX') this.#endFile();
  }

  #open(name: string): void {
    const kind = STATEMENTS.get(name);
    if (kind !== undefined) this.#openStatement(name, kind);
    else if (name === 'OFX') this.#isOpen = this.#wasOpen = true;
    else if (name === 'STATUS') this.#status = { code: '', severity: '', message: '' };
    else if (this.#statement !== null) this.#openPart(name, this.#statement);
  }

  #openPart(name: string, statement: OfxStatement): void {
    if (TRANSACTIONS.has(name)) {
      this.#endUnclosed('STMTTRN');
      this.#transaction = new TransactionDraft(this.#position(name), name === 'STMTTRNP');
    } else if (BALANCES.has(name)) {
      this.#endBalance();
      this.#balance = { element: name, position: this.#position(name), name: '', amount: '', date: '', unit: '' };
    } else if (ACCOUNTS.has(name)) {
      this.#isInAccount = true;
    } else if (name === 'INVTRAN') {
      statement.countInvestment();
    }
  }

  #set(name: string, text: string): void {
    if (this.#status !== null) {
      if (name === 'CODE') this.#status.code = text;
      else if (name === 'SEVERITY') this.#status.severity = text;
      else if (name === 'MESSAGE') this.#status.message = text;
    } else if (this.#balance !== null) {
      setBalance(this.#balance, name, text);
    } else if (this.#statement !== null) {
      if (this.#isInAccount) this.#statement.setAccount(name, text);
      else this.#statement.set(name, text);
    } else if (name.startsWith('INTU.')) {
      this.#isQfx = true;
    }
  }

  #openStatement(name: string, kind: AccountKind | null): void {
    this.#endUnclosed('STMTRS');
    this.#announce();
    const format = this.#isQfx ? 'qfx' : 'ofx';
    const context = { format, kind, statementIndex: this.#statementCount++, position: this.#position(name) } as const;
    this.#statement = new OfxStatement(context, this.#events);
  }

  /** A transaction or statement ends where another one begins, or where what holds it ends, without its own end tag. */
  #endUnclosed(element: 'STMTTRN' | 'STMTRS'): void {
    const statement = this.#statement;
    if (statement === null || (element === 'STMTTRN' && this.#transaction === null)) return;
    statement.report.warn('end_tag_missing', `no </${element}>`, this.#position(element));
    if (element === 'STMTTRN') this.#endTransaction();
    else this.#endStatement();
  }

  #endTransaction(): void {
    const transaction = this.#transaction;
    this.#transaction = null;
    if (transaction !== null) this.#statement?.addTransaction(transaction);
  }

  #endBalance(): void {
    const balance = this.#balance;
    this.#balance = null;
    if (balance !== null) this.#statement?.addBalance(balance);
  }

  #endStatement(): void {
    this.#endUnclosed('STMTTRN');
    this.#endBalance();
    this.#statement?.end(this.#position('STMTRS'));
    this.#statement = null;
    this.#isInAccount = false;
  }

  #endFile(): void {
    if (this.#statement !== null) this.#endUnclosed('STMTRS');
    this.#isOpen = false;
  }

  /** What the bank says about its answer: anything but success is worth to be known, with or without a statement. */
  #endStatus(): void {
    const status = this.#status;
    this.#status = null;
    if (status === null || status.severity.toUpperCase() === 'INFO' || /^0*$/.test(status.code)) return;
    this.#warn('bank_reported_error', `code ${quote(status.code)} ${quote(status.message)}`);
  }

  #announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    const { version, irregularity } = this.#header;
    const format = this.#isQfx ? 'qfx' : 'ofx';
    this.#events.push({ type: 'file', file: { format, version, dialect: null } });
    if (irregularity === null) return;
    const warning = buildProblem('header_irregular', irregularity, { byteOffset: 0, line: 1, record: '' }, FILE_SCOPE);
    this.#events.push({ type: 'warning', warning });
  }

  #warn(code: ProblemCode, reason: string): void {
    this.#events.push({ type: 'warning', warning: buildProblem(code, reason, this.#position('')) });
  }

  #position(record: string): FilePosition {
    const { line, byteOffset } = this.#tags.place();
    return { byteOffset, line, record };
  }
}

/** What ends a transaction that has no end tag of its own. */
const ENDINGS: ReadonlySet<string> = new Set([...LISTS, ...STATEMENTS.keys(), 'OFX']);

/** The balances of a list have names of their own. */
function setBalance(balance: BalanceDraft, name: string, text: string): void {
  if (name === 'BALAMT' || name === 'VALUE') balance.amount ||= text;
  else if (name === 'DTASOF') balance.date ||= text;
  else if (name === 'NAME') balance.name ||= text;
  else if (name === 'BALTYPE') balance.unit ||= text.toUpperCase();
}

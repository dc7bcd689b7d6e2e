import type { BankFileEvent } from '../bank-file-event.ts';
import type { CalendarDate } from '../calendar-date.ts';
import { type ProblemCode, quote } from '../problem.ts';
import type { Balance, FilePosition, Summary } from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { formatAmount, StatementTally } from '../statement-tally.ts';
import { parseMtAccount } from './account.ts';
import { type BalanceTag, parseBalance } from './balance.ts';
import { buildEntry, type EntryDraft } from './entry.ts';
import { MtEntrySums } from './entry-sums.ts';
import { type EntryTotal, parseEntryTotal, parseSumText } from './entry-total.ts';
import { parseFloorLimit } from './floor-limit.ts';
import { buildMtHeader, type MtHeader, MtHeaderFields } from './message-header.ts';
import { parseStatementLine } from './statement-line.ts';
import type { MtTag } from './tag.ts';

export interface MtField {
  readonly tag: MtTag;
  readonly lines: string[];
  readonly position: FilePosition;
}

/**
 * How the text of a message stopped: at its end mark, where another one began or the file ended, there without the end mark that its envelope
 * asks for, with the file and without anything that says that it was to end there, or in the middle of it.
 */
export type MtEnding = 'closed' | 'unclosed' | 'unmarked' | 'unproven' | 'cut';

export interface MtMessageContext {
  readonly statementIndex: number;
  /** What the envelope names, `940`, or null without one. */
  readonly messageType: string | null;
  readonly position: FilePosition;
}

/** Lines of information kept for one statement; banks give a handful. */
const MAX_INFORMATION_LINES = 200;

/** Fields of text behind one entry, and their characters together; banks write one or two. */
const MAX_TEXTS_PER_ENTRY = 1000;
const MAX_TEXT_LENGTH = 1_000_000;

/** One message while it is read: one statement, or one page of it. No entry is kept but the last one, until its text is complete. */
export class MtMessage {
  readonly report: StatementReport;
  readonly #events: BankFileEvent[];
  readonly #announce: (format: MtHeader['format']) => void;
  readonly #position: FilePosition;
  readonly #fields: MtHeaderFields;
  readonly #tally = new StatementTally();
  readonly #sums = new MtEntrySums();
  readonly #balances: Balance[] = [];
  readonly #totals: EntryTotal[] = [];
  readonly #information: string[] = [];
  #header: MtHeader | null = null;
  #draft: EntryDraft | null = null;
  #hasClosing = false;

  /** `announce` is called with the format before the statement's header is handed out. */
  constructor(context: MtMessageContext, events: BankFileEvent[], announce: (format: MtHeader['format']) => void) {
    this.report = new StatementReport(context.statementIndex, events);
    this.#events = events;
    this.#announce = announce;
    this.#position = context.position;
    this.#fields = new MtHeaderFields(context.messageType);
  }

  /** Whether the closing balance, or in an MT942 the totals at the end, were there, so that no entry is missing behind the last one. */
  get hasClosing(): boolean {
    return this.#hasClosing;
  }

  get hasAccount(): boolean {
    return this.#fields.account !== null;
  }

  read(field: MtField): void {
    if (this.report.isDamaged) return;
    const text = field.lines[0] ?? '';
    switch (field.tag) {
      case '61':
        this.#readEntry(field);
        break;
      case '86':
        this.#readText(field);
        break;
      case 'NS':
        if (this.#draft === null) this.#fields.readOwner(field.lines);
        else this.#holdText(this.#draft, field, this.#draft.nsLines);
        break;
      case '60F':
      case '60M':
      case '62F':
      case '62M':
      case '64':
      case '65':
        this.#readBalance(field.tag, text, field.position);
        break;
      case '90C':
      case '90D':
        this.#readTotal(field.tag === '90C' ? 'credit' : 'debit', text, field.position);
        break;
      default:
        this.#readHeaderField(field, text);
    }
  }

  #readHeaderField({ tag, lines, position }: MtField, text: string): void {
    switch (tag) {
      case '20':
        this.#fields.reference = text.trim() || null;
        break;
      case '25':
      case '25P':
        this.#fields.account = parseMtAccount(lines);
        this.report.accountId = this.#fields.account?.rawId ?? null;
        break;
      case '28':
      case '28C':
        this.#fields.statementNumber = text.trim() || null;
        break;
      case '13D':
        this.#fields.readDateTime(text);
        break;
      case '34F': {
        const limit = parseFloorLimit(text);
        if (limit === null) this.report.warn('floor_limit_garbled', `floor limit ${quote(text)}`, position);
        else this.#fields.floorLimits.push(limit);
        break;
      }
    }
  }

  #readBalance(tag: BalanceTag, text: string, position: FilePosition): void {
    this.#flushEntry();
    const currency = this.#header?.account.currency ?? this.#fields.currency ?? this.#balances[0]?.currency ?? null;
    const balance = parseBalance(tag, text, { accountCurrency: currency, report: this.report, position });
    if (tag === '62F' || tag === '62M') this.#hasClosing = true;
    if (balance === null) return;
    this.#balances.push(balance);
    if (tag === '60F' || tag === '60M') this.#fields.currency ??= balance.currency;
  }

  #readTotal(side: 'credit' | 'debit', text: string, position: FilePosition): void {
    this.#flushEntry();
    if (this.#header?.timing === 'interim') this.#hasClosing = true;
    const total = parseEntryTotal(side, text);
    if (total === null) this.report.warn('summary_garbled', `total ${quote(text)}`, position);
    else this.#totals.push(total);
  }

  #readEntry(field: MtField): void {
    this.#flushEntry();
    if (this.#openHeader() === null) return;
    const parsed = parseStatementLine(field.lines);
    if (!parsed.ok) {
      this.report.damage(parsed.code, parsed.reason, field.position);
      return;
    }
    const { line } = parsed;
    if (line.valueDate.clamped) {
      this.report.warn('date_clamped', `value date of ${quote(field.lines[0] ?? '')}`, field.position);
    }
    if (line.entryDate?.clamped) {
      this.report.warn('date_clamped', `entry date of ${quote(field.lines[0] ?? '')}`, field.position);
    }
    this.#draft = { line, position: field.position, texts: [], nsLines: [], textCount: 0, textLength: 0 };
  }

  #holdText(draft: EntryDraft, { tag, lines, position }: MtField, nsLines: string[] | null): void {
    draft.textCount++;
    for (const line of lines) draft.textLength += line.length;
    if (draft.textCount > MAX_TEXTS_PER_ENTRY || draft.textLength > MAX_TEXT_LENGTH) {
      const reason = `the entry has more than ${MAX_TEXTS_PER_ENTRY} fields ${tag} or ${MAX_TEXT_LENGTH} characters in them`;
      this.damage('too_many_lines', reason, position);
    } else if (nsLines === null) {
      draft.texts.push(lines);
    } else {
      nsLines.push(...lines);
    }
  }

  #readText(field: MtField): void {
    const { lines } = field;
    if (this.#draft !== null) {
      this.#holdText(this.#draft, field, null);
      return;
    }
    for (const line of lines) {
      if (line.trim() !== '' && this.#information.length < MAX_INFORMATION_LINES) this.#information.push(line.trim());
    }
    if (this.#hasClosing) this.#totals.push(...parseSumText(lines.join('')));
  }

  #flushEntry(): void {
    const draft = this.#draft;
    const header = this.#header;
    if (draft === null || header === null) return;
    this.#draft = null;
    const { entry, amount } = buildEntry(draft, header, this.#tally.entryCount);
    this.#tally.add(entry, amount);
    this.#sums.add(draft.line.side, draft.line.amount);
    this.#events.push({ type: 'entry', entry });
  }

  #openHeader(): MtHeader | null {
    if (this.#header !== null) return this.#header;
    const { account } = this.#fields;
    if (account === null) {
      this.report.damage('account_id_missing', 'the message has no field 25', this.#position);
      return null;
    }
    this.#header = buildMtHeader(this.#fields, account, this.#balances, {
      statementIndex: this.report.statementIndex,
      position: this.#position,
    });
    if (this.#header.format === 'mt940' && !this.#balances.some(({ type }) => type === 'opening')) {
      this.report.warn('opening_balance_missing', 'the message has no field 60F or 60M', this.#position);
    }
    this.#announce(this.#header.format);
    this.#events.push({ type: 'statement', statement: this.#header });
    return this.#header;
  }

  /** Ends the statement. `place` is where the message stopped. */
  end(ending: MtEnding, place: FilePosition): void {
    if (this.report.isDamaged) return;
    const header = this.#openHeader();
    if (header === null) return;
    if (ending === 'cut') {
      this.damage('message_unfinished', 'neither a closing balance nor the end mark of the message', place);
      return;
    }
    this.#flushEntry();
    if (ending === 'unmarked') {
      this.report.warn('end_mark_missing', 'the envelope of the message is not closed by -}', place);
    }
    if (ending === 'unproven') {
      this.report.warn('statement_end_unproven', 'the file stops within the message', place);
    } else if (!this.#hasClosing && header.format === 'mt940') {
      this.report.warn('closing_balance_missing', 'the message has no field 62F or 62M', place);
    }
    this.#endStatement(header, place);
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#draft = null;
    this.report.damage(code, reason, position);
  }

  /** Whether the balances, or the totals of an MT942, prove that no entry is missing. */
  isProven(): boolean {
    this.#flushEntry();
    if (this.#balancesAddUp() === true) return true;
    const isStated = this.#header?.timing === 'interim' && this.#totals.length === 2;
    return isStated && this.#sums.countsMatch(this.#totals) === true && this.#sums.sumsMatch(this.#totals) === true;
  }

  #balancesAddUp(): boolean | null {
    return this.#header?.timing === 'interim' ? null : this.#tally.balancesAddUp(this.#balances);
  }

  #endStatement(header: MtHeader, place: FilePosition): void {
    const balancesAddUp = this.#balancesAddUp();
    if (balancesAddUp === false) {
      this.report.warn('balances_do_not_add_up', 'field 60 plus entries is not field 62', place);
    }
    const recordCountMatches = this.#sums.countsMatch(this.#totals);
    if (recordCountMatches === false) {
      const found = `${this.#sums.countOf('debit')} debits, ${this.#sums.countOf('credit')} credits`;
      this.report.warn('record_count_mismatch', `the stated numbers of entries differ from the found ${found}`, place);
    }
    const summariesMatch = this.#sums.sumsMatch(this.#totals);
    if (summariesMatch === false) this.report.warn('summary_mismatch', 'the stated sums of entries differ', place);
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: header.statementIndex,
        balances: this.#balances,
        summaries: this.#totals.map((total) => buildSummary(total, header.account.currency)),
        asOfDate: this.#findAsOfDate(header),
        information: this.#information,
        totals: this.#tally.totals(),
        checks: { balancesAddUp, controlTotalMatches: null, recordCountMatches, summariesMatch, detailsAddUp: null },
        warningCount: this.report.warningCount,
      },
    });
  }

  #findAsOfDate(header: MtHeader): CalendarDate | null {
    return this.#balances.findLast(({ type }) => type === 'closing')?.date ?? header.asOfDate;
  }
}

function buildSummary({ side, count, sum, currency }: EntryTotal, accountCurrency: string | null): Summary {
  return {
    code: side === 'credit' ? '90C' : '90D',
    amount: formatAmount(sum, currency ?? accountCurrency),
    itemCount: count,
  };
}

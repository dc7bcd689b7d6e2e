import type { AmountReader } from '../amount-reader.ts';
import type { BankFileEvent } from '../bank-file-event.ts';
import type { CalendarDate } from '../calendar-date.ts';
import { findCurrencyExponent } from '../currency-exponent.ts';
import { addDecimals, compareDecimals, type Decimal, ZERO } from '../decimal.ts';
import { type DateOrder, parseLooseDate } from '../loose-date.ts';
import { normaliseText } from '../normalise-text.ts';
import { PLAIN_STATEMENT } from '../plain-statement.ts';
import { type ProblemCode, quote } from '../problem.ts';
import {
  type AccountKind,
  type Balance,
  type Entry,
  type EntryDetail,
  type FilePosition,
  NO_CODES,
  NO_COUNTERPARTY,
  NO_REFERENCES,
  normaliseAccountId,
  type StatementHeader,
  type TransactionCodes,
} from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { formatAmount, StatementTally } from '../statement-tally.ts';
import type { QifRecord, QifSplit } from './record.ts';

export interface QifStatementContext {
  readonly statementIndex: number;
  readonly accountKind: AccountKind;
  /** From the account block before it, else what the caller says. */
  readonly accountName: string | null;
  readonly currency: string | null;
  readonly amounts: AmountReader;
  readonly position: FilePosition;
}

/** One section of movements of one account. No record is kept. */
export class QifStatement {
  readonly report: StatementReport;
  readonly #context: QifStatementContext;
  readonly #events: BankFileEvent[];
  readonly #tally = new StatementTally();
  readonly #balances: Balance[] = [];
  readonly #decimals: number | null;
  #header: StatementHeader | null = null;
  #lastDate: CalendarDate | null = null;
  #detailsAddUp: boolean | null = null;

  constructor(context: QifStatementContext, events: BankFileEvent[]) {
    this.#context = context;
    this.#events = events;
    this.report = new StatementReport(context.statementIndex, events);
    this.report.accountId = context.accountName;
    this.#decimals = findCurrencyExponent(context.currency ?? '');
  }

  addRecord(record: QifRecord, position: FilePosition, order: DateOrder): void {
    if (this.report.isDamaged) return;
    if (record.isEmpty) {
      this.report.warn('record_empty', 'a record without any field', position);
      return;
    }
    if (record.isDouble) {
      this.report.damage('field_repeated', 'the record has two amounts; is a line with ^ missing?', position);
      return;
    }
    const amount = this.#readAmount(record, position);
    const date = this.#readDate(record, position, order);
    if (amount === null || date === null) return;
    const ownName = this.#tally.entryCount === 0 ? findOwnName(record) : null;
    this.#openHeader(ownName);
    const details = record.splits.map((split) => this.#buildDetail(split, position));
    const isOpening = ownName !== null;
    const entry = this.#buildEntry(record, {
      amount,
      date,
      isOpening,
      details: details.map(({ detail }) => detail),
      position,
    });
    if (isOpening) this.#addOpening(entry);
    this.#checkSplits(amount, details, position);
    if (this.#lastDate === null || date > this.#lastDate) this.#lastDate = date;
    this.#tally.add(entry, amount);
    this.#events.push({ type: 'entry', entry });
  }

  #readAmount(record: QifRecord, position: FilePosition): Decimal | null {
    const amount = this.#context.amounts.read(record.amount, this.#decimals);
    if (amount.ok) return amount.value;
    this.report.damage(amount.code, amount.reason, { ...position, record: 'T' });
    return null;
  }

  #readDate(record: QifRecord, position: FilePosition, order: DateOrder): CalendarDate | null {
    const read = parseLooseDate(record.date, order);
    if (read === null) {
      const code = record.date === '' ? 'date_missing' : 'date_garbled';
      this.report.damage(code, `date ${quote(record.date)}, expected ${order}`, { ...position, record: 'D' });
      return null;
    }
    if (read.clamped) this.report.warn('date_clamped', `date ${quote(record.date)}`, position);
    return read.date;
  }

  #buildEntry(record: QifRecord, parts: EntryParts): Entry {
    const { amount, date, isOpening, details, position } = parts;
    const { currency } = this.#context;
    const lines = [record.payee, record.memo, ...record.address].filter((line) => line !== '');
    const transferTo = isOpening ? null : findTransferAccount(record.category);
    const name = normaliseText(record.payee);
    return {
      statementIndex: this.#context.statementIndex,
      entryIndex: this.#tally.entryCount,
      status: isOpening ? 'information' : 'posted',
      bookingDate: date,
      bookingDateSource: 'bookingDate',
      valueDate: null,
      amount: formatAmount(amount, currency),
      currency,
      entryType: amount.units < 0n ? 'debit' : 'credit',
      isReversal: false,
      description: normaliseText([record.payee, record.memo].join(' ')),
      rawDescription: lines,
      counterparty:
        name === null && transferTo === null ? NO_COUNTERPARTY : { name, account: transferTo, bankId: null },
      rail: transferTo === null ? null : 'book',
      codes: categoryCodes(record.category),
      bankReference: null,
      customerReference: record.number || null,
      references: /^\d+$/.test(record.number) ? { ...NO_REFERENCES, checkNumber: record.number } : NO_REFERENCES,
      instructed: null,
      charges: [],
      availability: [],
      details,
      position,
    };
  }

  #buildDetail(split: QifSplit, position: FilePosition): { detail: EntryDetail; amount: Decimal | null } {
    const read = this.#context.amounts.read(split.amount, this.#decimals);
    if (!read.ok && split.amount !== '') this.report.warn('split_amount_garbled', read.reason, position);
    const amount = read.ok ? read.value : null;
    const { currency } = this.#context;
    const detail: EntryDetail = {
      amount: amount === null ? null : formatAmount(amount, currency),
      currency,
      bankReference: null,
      description: normaliseText(split.memo),
      rawDescription: [split.category, split.memo].filter((line) => line !== ''),
      counterparty: NO_COUNTERPARTY,
      references: NO_REFERENCES,
      codes: categoryCodes(split.category),
      instructed: null,
      charges: [],
    };
    return { detail, amount };
  }

  #checkSplits(amount: Decimal, details: readonly { readonly amount: Decimal | null }[], position: FilePosition): void {
    if (details.length === 0) return;
    let sum = ZERO;
    for (const detail of details) {
      if (detail.amount === null) return;
      sum = addDecimals(sum, detail.amount);
    }
    const addsUp = compareDecimals(sum, amount) === 0;
    this.#detailsAddUp = addsUp && this.#detailsAddUp !== false;
    if (addsUp) return;
    const { currency } = this.#context;
    const reason = `splits ${formatAmount(sum, currency)}, transaction ${formatAmount(amount, currency)}`;
    this.report.warn('details_do_not_add_up', reason, position);
  }

  #addOpening(entry: Entry): void {
    this.#balances.push({
      type: 'opening',
      code: 'Opening Balance',
      amount: entry.amount,
      currency: entry.currency,
      date: entry.bookingDate,
      isIntermediate: false,
    });
  }

  /** `ownName` is what the first record calls the account, where no account block stands before. */
  #openHeader(ownName: string | null): StatementHeader {
    if (this.#header !== null) return this.#header;
    const { accountName, accountKind, currency, statementIndex, position } = this.#context;
    const rawId = accountName ?? ownName;
    this.report.accountId = rawId;
    if (rawId === null) this.report.warn('account_id_missing', 'no account is named before the section', position);
    this.#header = {
      statementIndex,
      format: 'qif',
      account: {
        rawId,
        id: rawId === null ? null : normaliseAccountId(rawId),
        scheme: 'other',
        kind: accountKind,
        currency,
        currencySource: currency === null ? null : 'declared',
        name: rawId,
        ownerName: null,
        servicerId: null,
        servicerName: null,
      },
      ...PLAIN_STATEMENT,
      position,
    };
    this.#events.push({ type: 'statement', statement: this.#header });
    return this.#header;
  }

  end(): void {
    if (this.report.isDamaged) return;
    const header = this.#openHeader(null);
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: header.statementIndex,
        balances: this.#balances,
        summaries: [],
        asOfDate: this.#lastDate,
        information: [],
        totals: this.#tally.totals(),
        checks: {
          balancesAddUp: null,
          controlTotalMatches: null,
          recordCountMatches: null,
          summariesMatch: null,
          detailsAddUp: this.#detailsAddUp,
        },
        warningCount: this.report.warningCount,
      },
    });
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    this.report.damage(code, reason, position);
  }
}

interface EntryParts {
  readonly amount: Decimal;
  readonly date: CalendarDate;
  readonly isOpening: boolean;
  readonly details: readonly EntryDetail[];
  readonly position: FilePosition;
}

/** Quicken puts the opening balance into the first record, as a transfer from the account to itself. */
function findOwnName({ payee, category }: QifRecord): string | null {
  return payee.toLowerCase() === 'opening balance' ? findTransferAccount(category) : null;
}

/** The account in `[Savings]` or `[Savings]/Class`. */
function findTransferAccount(category: string): string | null {
  if (!category.startsWith('[')) return null;
  for (let end = category.lastIndexOf(']'); end > 1; end = category.lastIndexOf(']', end - 1)) {
    const behind = category[end + 1];
    if (behind === undefined || behind === '/') return category.slice(1, end);
  }
  return null;
}

function categoryCodes(category: string): TransactionCodes {
  return category === '' ? NO_CODES : { ...NO_CODES, proprietaryCode: category, proprietaryIssuer: 'QIF' };
}

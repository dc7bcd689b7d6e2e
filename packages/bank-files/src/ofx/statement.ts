import { AmountReader } from '../amount-reader.ts';
import type { BankFileEvent } from '../bank-file-event.ts';
import type { CalendarDate, ReadDate } from '../calendar-date.ts';
import { findCurrencyExponent, normaliseCurrency } from '../currency-exponent.ts';
import type { Decimal } from '../decimal.ts';
import { isIban } from '../iban.ts';
import { PLAIN_STATEMENT } from '../plain-statement.ts';
import { type ProblemCode, quote } from '../problem.ts';
import {
  type AccountKind,
  type Balance,
  type BankFileFormat,
  type FilePosition,
  normaliseAccountId,
  type StatementHeader,
} from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { formatAmount, StatementTally } from '../statement-tally.ts';
import { IdGuard } from './id-guard.ts';
import { buildOfxEntry, type EntryDates, parseOfxDate, type TransactionDraft } from './transaction.ts';

export interface OfxStatementContext {
  readonly format: BankFileFormat;
  readonly statementIndex: number;
  readonly kind: AccountKind | null;
  readonly position: FilePosition;
}

/** A `LEDGERBAL`, `AVAILBAL` or `BAL` while its elements come in. */
export interface BalanceDraft {
  readonly element: string;
  readonly position: FilePosition;
  name: string;
  amount: string;
  date: string;
  /** `DOLLAR`, `PERCENT` or `NUMBER` in a list of balances, else blank. */
  unit: string;
}

/** One `STMTRS`, `CCSTMTRS` or `INVSTMTRS` while it is read. No entry is kept. */
export class OfxStatement {
  readonly report: StatementReport;
  readonly #events: BankFileEvent[];
  readonly #context: OfxStatementContext;
  readonly #tally = new StatementTally();
  readonly #balances: Balance[] = [];
  readonly #ids = new IdGuard();
  readonly #amounts = new AmountReader();
  #currency: string | null = null;
  #accountId = '';
  #bankId = '';
  #accountType = '';
  #periodFrom: CalendarDate | null = null;
  #periodTo: CalendarDate | null = null;
  #asOfDate: CalendarDate | null = null;
  #investmentCount = 0;
  #header: StatementHeader | null = null;

  constructor(context: OfxStatementContext, events: BankFileEvent[]) {
    this.#context = context;
    this.#events = events;
    this.report = new StatementReport(context.statementIndex, events);
  }

  /** Takes an element of `BANKACCTFROM` and its kind. */
  setAccount(name: string, text: string): void {
    if (name === 'ACCTID') this.#accountId ||= text;
    else if (name === 'BANKID' || name === 'BROKERID') this.#bankId ||= text;
    else if (name === 'ACCTTYPE') this.#accountType ||= text;
    this.report.accountId = this.#accountId || null;
  }

  /** Takes an element of the statement itself or of its list. */
  set(name: string, text: string): void {
    if (name === 'CURDEF') this.#currency ??= normaliseCurrency(text);
    else if (name === 'DTSTART') this.#periodFrom ??= parseOfxDate(text)?.date ?? null;
    else if (name === 'DTEND') this.#periodTo ??= parseOfxDate(text)?.date ?? null;
    else if (name === 'DTASOF') this.#asOfDate ??= parseOfxDate(text)?.date ?? null;
  }

  countInvestment(): void {
    this.#investmentCount++;
  }

  addTransaction(draft: TransactionDraft): void {
    if (this.report.isDamaged) return;
    const amount = this.#readAmount(draft);
    const dates = this.#readDates(draft);
    if (amount === null || dates === null) return;
    const header = this.#openHeader(draft.currency);
    this.#checkId(draft);
    if (draft.correctAction !== '') {
      const reason = `${draft.correctAction} of ${quote(draft.correctId)}`;
      this.report.warn('correction_not_applied', reason, draft.position);
    }
    const entry = buildOfxEntry(draft, header, this.#tally.entryCount, { amount, dates });
    this.#tally.add(entry, amount);
    this.#events.push({ type: 'entry', entry });
  }

  #readAmount({ amount: text, amountCount, currency, position }: TransactionDraft): Decimal | null {
    if (amountCount > 1) {
      this.report.damage('field_repeated', `the transaction has ${amountCount} TRNAMT`, position);
      return null;
    }
    const amount = this.#amounts.read(text, findCurrencyExponent(currency ?? this.#currency ?? ''));
    if (amount.ok) return amount.value;
    this.report.damage(amount.code, amount.reason, { ...position, record: 'STMTTRN/TRNAMT' });
    return null;
  }

  #readDates(draft: TransactionDraft): EntryDates | null {
    const valueDate = this.#readDate(draft.availableDate, draft.position)?.date ?? null;
    const isPosted = draft.postedDate !== '';
    const text = isPosted ? draft.postedDate : draft.userDate;
    if (text === '') {
      if (valueDate !== null) return { bookingDate: valueDate, bookingDateSource: 'valueDate', valueDate };
      this.report.damage('date_missing', 'the transaction has no DTPOSTED', draft.position);
      return null;
    }
    const read = parseOfxDate(text);
    if (read === null) {
      const reason = `date ${quote(text)}, expected YYYYMMDD`;
      this.report.damage('date_garbled', reason, { ...draft.position, record: 'STMTTRN/DTPOSTED' });
      return null;
    }
    if (read.clamped) this.report.warn('date_clamped', `date ${quote(text)}`, draft.position);
    return { bookingDate: read.date, bookingDateSource: isPosted ? 'bookingDate' : 'transactionDate', valueDate };
  }

  #readDate(text: string, position: FilePosition): ReadDate | null {
    if (text === '') return null;
    const read = parseOfxDate(text);
    if (read === null) this.report.warn('value_date_garbled', `date ${quote(text)}`, position);
    return read;
  }

  #checkId(draft: TransactionDraft): void {
    if (draft.id === '') {
      if (!draft.isPending) this.report.warn('entry_id_missing', 'the transaction has no FITID', draft.position);
    } else if (this.#ids.isRepeated(draft.id)) {
      this.report.warn('entry_id_repeated', `FITID ${quote(draft.id)}`, draft.position);
    }
  }

  addBalance(draft: BalanceDraft): void {
    // Percentages and numbers of shares are no money.
    if (this.report.isDamaged || (draft.unit !== '' && draft.unit !== 'DOLLAR')) return;
    const date = parseOfxDate(draft.date)?.date ?? null;
    if (draft.element === 'LEDGERBAL') this.#asOfDate ??= date;
    const amount = this.#amounts.read(draft.amount, findCurrencyExponent(this.#currency ?? ''));
    if (!amount.ok) {
      const reason = `${draft.element} ${draft.name} with amount ${quote(draft.amount)}`;
      this.report.warn('balance_unreadable', reason, draft.position);
      return;
    }
    if (date === null && draft.date !== '') {
      this.report.warn('balance_date_garbled', `date ${quote(draft.date)}`, draft.position);
    }
    const currency = this.#openHeader(null).account.currency;
    this.#balances.push({
      type: typeOfBalance(draft.element),
      code: draft.element === 'BAL' ? draft.name : draft.element,
      amount: formatAmount(amount.value, currency),
      currency,
      date,
      isIntermediate: false,
    });
  }

  /** The header comes as late as the first transaction, which may have to tell the currency. */
  #openHeader(entryCurrency: string | null): StatementHeader {
    if (this.#header !== null) return this.#header;
    const { format, statementIndex, kind, position } = this.#context;
    const id = normaliseAccountId(this.#accountId);
    if (id === '') this.report.warn('account_id_missing', 'the statement has no ACCTID', position);
    const currency = this.#currency ?? entryCurrency;
    this.#header = {
      statementIndex,
      format,
      account: {
        rawId: this.#accountId || null,
        id: id || null,
        scheme: isIban(id) ? 'iban' : 'other',
        kind: kind ?? KINDS.get(this.#accountType.toUpperCase()) ?? null,
        currency,
        currencySource: currency === null ? null : this.#currency === null ? 'entry' : 'account',
        name: null,
        ownerName: null,
        servicerId: this.#bankId || null,
        servicerName: null,
      },
      ...PLAIN_STATEMENT,
      periodFrom: this.#periodFrom,
      periodTo: this.#periodTo,
      position,
    };
    this.#events.push({ type: 'statement', statement: this.#header });
    return this.#header;
  }

  end(place: FilePosition): void {
    if (this.report.isDamaged) return;
    const header = this.#openHeader('');
    if (this.#investmentCount > 0) {
      const reason = `${this.#investmentCount} transactions in securities`;
      this.report.warn('investments_skipped', reason, place);
    }
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: header.statementIndex,
        balances: this.#balances,
        summaries:
          this.#investmentCount === 0 ? [] : [{ code: 'INVTRAN', amount: null, itemCount: this.#investmentCount }],
        asOfDate: this.#asOfDate ?? this.#periodTo,
        information: [],
        totals: this.#tally.totals(),
        // OFX has no opening balance, and its ledger balance is of now, not of the last transaction listed.
        checks: {
          balancesAddUp: null,
          controlTotalMatches: null,
          recordCountMatches: null,
          summariesMatch: null,
          detailsAddUp: null,
        },
        warningCount: this.report.warningCount,
      },
    });
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    this.report.damage(code, reason, position);
  }
}

const KINDS: ReadonlyMap<string, AccountKind> = new Map([
  ['CHECKING', 'checking'],
  ['SAVINGS', 'savings'],
  ['MONEYMRKT', 'moneyMarket'],
  ['CREDITLINE', 'creditLine'],
  ['CD', 'certificateOfDeposit'],
]);

function typeOfBalance(element: string): Balance['type'] {
  return element === 'LEDGERBAL' ? 'currentLedger' : element === 'AVAILBAL' ? 'currentAvailable' : 'other';
}

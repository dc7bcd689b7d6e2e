import type { BankFileEvent } from '../bank-file-event.ts';
import type { CalendarDate } from '../calendar-date.ts';
import { isIban } from '../iban.ts';
import { parseLooseDate } from '../loose-date.ts';
import { normaliseText } from '../normalise-text.ts';
import { PLAIN_STATEMENT } from '../plain-statement.ts';
import { type ProblemCode, quote } from '../problem.ts';
import {
  type Balance,
  type CurrencySource,
  type Entry,
  type EntryStatus,
  type FilePosition,
  NO_CODES,
  NO_COUNTERPARTY,
  NO_REFERENCES,
  normaliseAccountId,
  type StatementHeader,
} from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { formatAmount, StatementTally } from '../statement-tally.ts';
import { parseCellMoney } from './money.ts';
import { type CsvPlaces, type CsvProfile, cellAt } from './profile.ts';
import type { RowMovement } from './row-reader.ts';
import { RunningBalance } from './running-balance.ts';

export interface CsvStatementContext {
  readonly profile: CsvProfile;
  readonly places: CsvPlaces;
  readonly statementIndex: number;
  /** The account's own number as the file has it; null where it names none. */
  readonly accountId: string | null;
  /** What the caller says about the account of a file that does not. */
  readonly declaredCurrency: string | null;
  readonly position: FilePosition;
}

/** Rows that carry on the text of one before them: so many at most, and so many characters. Banks write a few. */
const MAX_CONTINUATIONS = 10_000;
const MAX_CONTINUED_LENGTH = 1_000_000;

interface RowDraft {
  readonly movement: RowMovement;
  readonly cells: readonly string[];
  readonly position: FilePosition;
  readonly more: string[];
  moreLength: number;
  /** The row's own cells, once another row carries on its text. */
  own: ReadonlySet<string> | null;
}

/** Rows of one account that stand together. One row is held, since the next one may carry on its text. */
export class CsvStatement {
  readonly report: StatementReport;
  readonly #context: CsvStatementContext;
  readonly #events: BankFileEvent[];
  readonly #tally = new StatementTally();
  readonly #running = new RunningBalance();
  #draft: RowDraft | null = null;
  #header: StatementHeader | null = null;
  #lastDate: CalendarDate | null = null;

  constructor(context: CsvStatementContext, events: BankFileEvent[]) {
    this.#context = context;
    this.#events = events;
    this.report = new StatementReport(context.statementIndex, events);
    this.report.accountId = context.accountId;
  }

  get accountId(): string | null {
    return this.#context.accountId;
  }

  addRow(movement: RowMovement, cells: readonly string[], position: FilePosition): void {
    if (this.report.isDamaged) return;
    this.#flush();
    if (movement.date?.clamped) this.report.warn('date_clamped', `read as ${movement.date.date}`, position);
    this.#draft = { movement, cells, position, more: [], moreLength: 0, own: null };
  }

  /** Carries on the text of the row before; false when there is none. */
  continueText(text: string): boolean {
    const draft = this.#draft;
    if (draft === null) return false;
    const { more, cells, position } = draft;
    draft.own ??= new Set(cells);
    // Some banks repeat the text in every line of a batch.
    if (more.at(-1) === text || draft.own.has(text)) return true;
    more.push(text);
    draft.moreLength += text.length;
    if (more.length > MAX_CONTINUATIONS || draft.moreLength > MAX_CONTINUED_LENGTH) {
      const reason = `the text of the row goes on over more than ${MAX_CONTINUATIONS} rows or ${MAX_CONTINUED_LENGTH} characters`;
      this.damage('too_many_lines', reason, position);
    }
    return true;
  }

  #flush(): void {
    const draft = this.#draft;
    if (draft === null) return;
    this.#draft = null;
    const currency = this.#findCurrency(draft);
    const header = this.#openHeader(currency);
    const entry = this.#buildEntry(draft, currency ?? header.account.currency, header);
    this.#tally.add(entry, draft.movement.amount);
    if (entry.status === 'posted') this.#followBalance(draft, entry.bookingDate);
    this.#events.push({ type: 'entry', entry });
  }

  #findCurrency({ movement, cells }: RowDraft): string | null {
    const { profile, places } = this.#context;
    if (places.currency !== null) return cellAt(cells, places.currency).toUpperCase() || null;
    if (profile.currency !== undefined && 'code' in profile.currency) return profile.currency.code;
    return movement.currency;
  }

  #followBalance({ cells, movement, position }: RowDraft, date: CalendarDate | null): void {
    const { places, profile } = this.#context;
    if (places.balance === null) return;
    const text = cellAt(cells, places.balance);
    const read = text === '' ? null : parseCellMoney(text, profile.decimalMark).amount;
    if (read !== null && read.kind !== 'amount') {
      this.report.warn('balance_unreadable', `balance ${quote(text)}`, position);
    }
    this.#running.add(movement.amount, read?.kind === 'amount' ? read.value : null, date);
  }

  #buildEntry(draft: RowDraft, currency: string | null, header: StatementHeader): Entry {
    const { places, profile } = this.#context;
    const { movement, cells, position } = draft;
    const texts = [...places.description.map((place) => cellAt(cells, place)), ...draft.more].filter(
      (text) => text !== '',
    );
    const bookingDate = movement.date?.date ?? null;
    if (bookingDate !== null) {
      this.#lastDate = this.#lastDate === null || bookingDate > this.#lastDate ? bookingDate : this.#lastDate;
    }
    const { units } = movement.amount;
    const name = normaliseText(cellAt(cells, places.counterpartyName));
    const account = cellAt(cells, places.counterpartyAccount) || null;
    return {
      statementIndex: header.statementIndex,
      entryIndex: this.#tally.entryCount,
      status: statusOf(movement),
      bookingDate,
      bookingDateSource: bookingDate === null ? null : 'bookingDate',
      valueDate: this.#readValueDate(cells, position),
      amount: formatAmount(movement.amount, currency),
      currency,
      entryType: units === 0n ? movement.side : units > 0n ? 'credit' : 'debit',
      isReversal: false,
      description: normaliseText(texts.join(' ')) ?? name,
      rawDescription: texts,
      counterparty: name === null && account === null ? NO_COUNTERPARTY : { name, account, bankId: null },
      rail: null,
      codes: NO_CODES,
      bankReference: cellAt(cells, places.id) || null,
      customerReference: cellAt(cells, places.reference) || null,
      references: NO_REFERENCES,
      instructed: null,
      charges: [],
      availability: [],
      details: [],
      position: { ...position, record: profile.name },
    };
  }

  #readValueDate(cells: readonly string[], position: FilePosition): CalendarDate | null {
    const { places, profile } = this.#context;
    const text = cellAt(cells, places.valueDate);
    if (text === '') return null;
    const read = parseLooseDate(text, profile.dateOrder);
    if (read === null) this.report.warn('value_date_garbled', `value date ${quote(text)}`, position);
    return read?.date ?? null;
  }

  #openHeader(rowCurrency: string | null): StatementHeader {
    if (this.#header !== null) return this.#header;
    const { profile, statementIndex, accountId, declaredCurrency, position } = this.#context;
    const id = accountId === null ? null : normaliseAccountId(accountId);
    if (id === null)
      this.report.warn('account_id_missing', 'neither the file nor its profile names the account', position);
    const isFixed = profile.currency !== undefined && 'code' in profile.currency;
    const candidates: [string | null, CurrencySource][] = [
      [isFixed ? rowCurrency : null, 'declared'],
      [declaredCurrency, 'declared'],
      [rowCurrency, 'entry'],
    ];
    const [currency, currencySource] = candidates.find(([candidate]) => candidate !== null) ?? [null, null];
    this.#header = {
      statementIndex,
      format: 'csv',
      account: {
        rawId: accountId,
        id,
        scheme: id !== null && isIban(id) ? 'iban' : 'other',
        kind: null,
        currency,
        currencySource,
        name: null,
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

  end(place: FilePosition): void {
    if (this.report.isDamaged) return;
    this.#flush();
    const header = this.#openHeader(null);
    const balancesAddUp = this.#running.holds;
    if (balancesAddUp === false) {
      this.report.warn('balances_do_not_add_up', 'the balance of a row does not follow from the one before', place);
    }
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: header.statementIndex,
        balances: this.#listBalances(header),
        summaries: [],
        asOfDate: this.#lastDate,
        information: [],
        totals: this.#tally.totals(),
        checks: {
          balancesAddUp,
          controlTotalMatches: null,
          recordCountMatches: null,
          summariesMatch: null,
          detailsAddUp: null,
        },
        warningCount: this.report.warningCount,
      },
    });
  }

  #listBalances({ account }: StatementHeader): Balance[] {
    const latest = this.#running.findLatest();
    if (latest === null) return [];
    const { currency } = account;
    return [
      {
        type: 'currentLedger',
        code: 'running',
        amount: formatAmount(latest.balance, currency),
        currency,
        date: latest.date,
        isIntermediate: false,
      },
    ];
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#draft = null;
    this.report.damage(code, reason, position);
  }
}

function statusOf({ isPending, isDropped }: RowMovement): EntryStatus {
  if (isDropped) return 'information';
  return isPending ? 'pending' : 'posted';
}

import type { CsvProfile } from '../csv/profile.ts';
import { addDecimals, type Decimal, negateDecimal } from '../decimal.ts';
import { formatAmount } from '../statement-tally.ts';
import {
  findOutgoingBalance,
  type OutgoingEntry,
  type OutgoingStatement,
  type OutgoingStatements,
} from './outgoing.ts';
import {
  formatUnsigned,
  readBalanceMoney,
  readEntryMoney,
  requireBookingDate,
  requireCurrency,
  requireDate,
} from './outgoing-money.ts';
import { cleanText, reportUnplaced, withoutControls } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';

/** The columns are always those of `WRITTEN_CSV_PROFILE`. */
export interface CsvWriteOptions {
  /** Default CRLF, as RFC 4180 has it. */
  readonly lineEnd?: '\r\n' | '\n';
}

const COLUMNS = [
  'account',
  'posted_date',
  'value_date',
  'amount',
  'currency',
  'status',
  'description',
  'counterparty_name',
  'counterparty_account',
  'bank_reference',
  'customer_reference',
  'balance',
] as const;

/** How the CSV of this package is read again. */
export const WRITTEN_CSV_PROFILE: CsvProfile = {
  name: 'causeway',
  delimiter: ',',
  charset: 'utf-8',
  headerRow: 0,
  decimalMark: '.',
  dateOrder: 'YMD',
  date: 'posted_date',
  valueDate: 'value_date',
  amount: { kind: 'signed', column: 'amount' },
  description: ['description'],
  counterpartyName: 'counterparty_name',
  counterpartyAccount: 'counterparty_account',
  id: 'bank_reference',
  reference: 'customer_reference',
  balance: 'balance',
  currency: { column: 'currency' },
  account: { kind: 'column', column: 'account' },
  pending: { column: 'status', words: ['pending'] },
  dropped: { column: 'status', words: ['information'] },
};

/** What an entry has a place for. */
const PLACED: ReadonlySet<string> = new Set([
  'counterparty.name',
  'counterparty.account',
  'bankReference',
  'customerReference',
]);

/** More digits than any reader takes. */
const LIMITS = { maxDigits: 40, maxDecimals: 40 };

/** Writes a table of all entries in UTF-8, the account in its first column. The balance after a row stands where the opening balance is known. */
export async function* writeCsv(
  statements: OutgoingStatements,
  options: CsvWriteOptions,
  scope: WriteScope,
): AsyncGenerator<string, void, undefined> {
  const lineEnd = options.lineEnd ?? '\r\n';
  yield COLUMNS.join(',') + lineEnd;
  for await (const statement of statements) {
    scope.nextStatement();
    const rows = new RowWriter(statement, scope);
    let hasRows = false;
    for await (const entry of statement.entries) {
      scope.nextEntry();
      hasRows = true;
      yield rows.write(entry) + lineEnd;
    }
    scope.endEntries();
    if (!hasRows) scope.lose('entries', 'are none, so that nothing of the statement is in the table');
  }
}

class RowWriter {
  readonly #scope: WriteScope;
  readonly #accountId: string;
  readonly #currency: string;
  /** Null where the opening balance is not known. */
  #balance: Decimal | null;

  constructor({ account, balances }: OutgoingStatement, scope: WriteScope) {
    this.#scope = scope;
    this.#currency = requireCurrency(account.currency, 'account.currency', scope);
    this.#accountId = this.#writeText(account.id, 'account.id');
    if (cleanText(account.id) === null) scope.refuse('account.id', 'is blank');
    const opening = findOutgoingBalance(balances, 'opening');
    const money = opening === null ? null : readBalanceMoney(opening.amount, 'balances.opening', scope);
    this.#balance = money === null ? null : money.side === 'credit' ? money.unsigned : negateDecimal(money.unsigned);
  }

  write(entry: OutgoingEntry): string {
    const scope = this.#scope;
    reportUnplaced(entry, PLACED, scope);
    const { counterparty, status = 'posted' } = entry;
    const money = readEntryMoney(entry, scope);
    const currency = requireCurrency(entry.currency ?? this.#currency, 'currency', scope);
    const digits = formatUnsigned(money, currency, LIMITS, { field: 'amount', scope });
    const isZero = money.unsigned.units === 0n;
    if (isZero && money.side === 'debit') scope.compare('entryType', 'debit', 'credit');
    const isDebit = money.side === 'debit' && !isZero;
    const booked =
      status === 'posted' ? this.#follow(isDebit ? negateDecimal(money.unsigned) : money.unsigned, currency) : '';
    return [
      this.#accountId,
      this.#writeBookingDate(entry),
      entry.valueDate ? requireDate(entry.valueDate, 'valueDate', scope) : '',
      isDebit ? `-${digits}` : digits,
      currency,
      status,
      this.#writeText(entry.description, 'description'),
      this.#writeText(counterparty?.name, 'counterparty.name'),
      this.#writeText(counterparty?.account, 'counterparty.account'),
      this.#writeText(entry.bankReference, 'bankReference'),
      this.#writeText(entry.customerReference, 'customerReference'),
      booked,
    ].join(',');
  }

  /** Only a pending entry may be without a day. */
  #writeBookingDate(entry: OutgoingEntry): string {
    if (entry.status !== 'pending') return requireBookingDate(entry, this.#scope);
    return entry.bookingDate === null ? '' : requireDate(entry.bookingDate, 'bookingDate', this.#scope);
  }

  #follow(amount: Decimal, currency: string): string {
    if (this.#balance === null) return '';
    if (currency !== this.#currency) {
      this.#scope.refuse(
        'currency',
        `is ${currency}, which no balance in ${this.#currency} follows; leave out the opening balance`,
      );
    }
    this.#balance = addDecimals(this.#balance, amount);
    return formatAmount(this.#balance, currency);
  }

  #writeText(value: string | null | undefined, field: string): string {
    const meant = cleanText(value);
    if (meant === null) return '';
    const line = cleanText(withoutControls(meant)) ?? '';
    // Only a formula of one text keeps a spreadsheet from calculating it, and there a quote would end it.
    const safe = isFormula(line) ? line.replaceAll('"', "'") : line;
    this.#scope.compare(field, meant, safe === '' ? null : safe);
    return quoteCell(isFormula(line) ? `="${safe}"` : safe);
  }
}

/** What a spreadsheet would take for a formula and calculate when somebody opens the file. */
function isFormula(text: string): boolean {
  return /^[=+\-@]/.test(text) || /^="/.test(text);
}

function quoteCell(text: string): string {
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

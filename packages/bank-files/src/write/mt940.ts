import { addDecimals, type Decimal, negateDecimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import { normaliseAccountId } from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import { type MtCharacterSet, toMtReference, toMtWord } from './mt-text.ts';
import { gatherText, writeNarrative } from './mt940-text.ts';
import {
  findOutgoingBalance,
  type OutgoingBalance,
  type OutgoingEntry,
  type OutgoingStatement,
  type OutgoingStatements,
} from './outgoing.ts';
import {
  formatUnsigned,
  type Money,
  readBalanceMoney,
  readEntryMoney,
  requireAccountCurrency,
  requireBookingDate,
  requireCurrency,
  requirePosted,
  shortDate,
} from './outgoing-money.ts';
import { cleanText, reportUnplaced } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';

/** What the program that takes the file expects: line ends, letters and the length of a message. */
export interface Mt940WriteOptions {
  /** Line ends; default CRLF, as SWIFT has them. */
  readonly lineEnd?: '\r\n' | '\n';
  /** Default `swift`: what it lacks is written with the letter below the mark or a point, and reported as a loss. */
  readonly characterSet?: MtCharacterSet;
  /** Characters of one message; a statement that is longer goes on in the next one as its next page. SWIFT takes 2,000. Default: no limit. */
  readonly maxMessageLength?: number;
}

/** SWIFT has 15 characters for an amount, the comma among them. */
const LIMITS = { maxDigits: 14 };

/** What an entry has a place for; `writeNarrative` reports what does not fit. */
const PLACED: ReadonlySet<string> = new Set([
  'counterparty.name',
  'counterparty.account',
  'counterparty.bankId',
  'references.endToEndId',
  'references.mandateId',
  'references.paymentInformationId',
  'references.creditorReference',
  'references.checkNumber',
  'codes.swiftType',
  'codes.gvcCode',
  'codes.returnReason',
  'bankReference',
  'customerReference',
  'isReversal',
]);

/** Writes MT940 messages, one for each statement, or one for each of its pages. */
export async function* writeMt940(
  statements: OutgoingStatements,
  options: Mt940WriteOptions,
  scope: WriteScope,
): AsyncGenerator<string, void, undefined> {
  for await (const statement of statements) {
    scope.nextStatement();
    const page = new PageWriter(statement, options, scope);
    yield page.begin();
    for await (const entry of statement.entries) {
      scope.nextEntry();
      yield page.write(entry);
    }
    scope.endEntries();
    yield page.end();
  }
}

/** Room for the closing balances of a page and the end mark. */
const TRAILER_LENGTH = 100;

/** One statement while it is written: the page that is open, and the balance so far where there may be several pages. */
class PageWriter {
  readonly #statement: OutgoingStatement;
  readonly #scope: WriteScope;
  readonly #lineEnd: string;
  readonly #characterSet: MtCharacterSet;
  readonly #maxLength: number;
  readonly #opening: OutgoingBalance;
  readonly #closing: OutgoingBalance;
  #balance: Decimal;
  #lastDate: string;
  #pageNumber = 1;
  #length = 0;

  constructor(statement: OutgoingStatement, options: Mt940WriteOptions, scope: WriteScope) {
    this.#statement = statement;
    this.#scope = scope;
    this.#lineEnd = options.lineEnd ?? '\r\n';
    this.#characterSet = options.characterSet ?? 'swift';
    this.#maxLength = options.maxMessageLength ?? Number.POSITIVE_INFINITY;
    requireCurrency(statement.account.currency, 'account.currency', scope);
    this.#opening = requireBalance(statement, 'opening', scope);
    this.#closing = requireBalance(statement, 'closing', scope);
    this.#balance = signed(readBalanceMoney(this.#opening.amount, 'balances.opening', scope));
    this.#lastDate = this.#opening.date;
  }

  begin(): string {
    this.#reportUnplaced();
    const header = this.#join(this.#header(this.#writeBalance('60F', this.#opening)));
    this.#length = header.length;
    return header;
  }

  write(entry: OutgoingEntry): string {
    const { currency } = this.#statement.account;
    const booking = this.#checkEntry(entry, currency);
    const money = readEntryMoney(entry, this.#scope);
    const text = this.#join(this.#writeEntry(entry, money, booking));
    const turned = this.#length + text.length + TRAILER_LENGTH > this.#maxLength ? this.#turnPage() : '';
    this.#balance = addDecimals(this.#balance, signed(money));
    this.#lastDate = booking;
    this.#length += text.length;
    return turned + text;
  }

  end(): string {
    const { balances } = this.#statement;
    const closing = [this.#writeBalance('62F', this.#closing)];
    const available = findOutgoingBalance(balances, 'closingAvailable');
    const forward = findOutgoingBalance(balances, 'forwardAvailable');
    if (available !== null) closing.push(this.#writeBalance('64', available));
    if (forward !== null) closing.push(this.#writeBalance('65', forward));
    return this.#join([...closing, '-']);
  }

  #turnPage(): string {
    const { currency } = this.#statement.account;
    const balance = { amount: formatAmount(this.#balance, currency), date: this.#lastDate };
    this.#pageNumber++;
    const closing = this.#join([this.#writeBalance('62M', { type: 'closing', ...balance }), '-']);
    const header = this.#join(this.#header(this.#writeBalance('60M', { type: 'opening', ...balance })));
    this.#length = header.length;
    return closing + header;
  }

  #header(opening: string): string[] {
    const { account, statementId, sequenceNumber } = this.#statement;
    const number = sequenceNumber?.trim() || '1';
    if (!/^\d{1,10}$/.test(number)) this.#scope.refuse('sequenceNumber', `${quote(number)} is not a number`);
    const reference = this.#requireReference(statementId);
    return [`:20:${reference}`, `:25:${this.#writeAccount(account.id)}`, `:28C:${number}/${this.#pageNumber}`, opening];
  }

  #requireReference(statementId: string): string {
    const reference = toMtReference(statementId, this.#characterSet);
    if (reference !== statementId || reference === '' || reference.length > 16) {
      this.#scope.refuse('statementId', `${quote(statementId)} is not a reference of 1 to 16 letters and digits`);
    }
    return reference;
  }

  #writeAccount(rawId: string): string {
    const id = normaliseAccountId(rawId);
    const isWritable = /^[A-Z0-9][A-Z0-9/.-]{0,34}$/.test(id);
    if (!isWritable) this.#scope.refuse('account.id', `${quote(rawId)} is not a number of 1 to 35 letters and digits`);
    return id;
  }

  #reportUnplaced(): void {
    const { account, balances, periodFrom, periodTo } = this.#statement;
    for (const { type } of balances) {
      if (!PLACED_BALANCES.has(type)) this.#scope.lose(`balances.${type}`, 'has no place in this format');
    }
    const { name, ownerName, servicerId } = account;
    const lost = {
      'account.name': name,
      'account.ownerName': ownerName,
      'account.servicerId': servicerId,
      periodFrom,
      periodTo,
    };
    for (const [field, value] of Object.entries(lost)) {
      if (value) this.#scope.compare(field, value, null);
    }
  }

  #checkEntry(entry: OutgoingEntry, currency: string): string {
    requirePosted(entry, this.#scope);
    requireAccountCurrency(entry, currency, this.#scope);
    reportUnplaced(entry, PLACED, this.#scope);
    return requireBookingDate(entry, this.#scope);
  }

  #writeEntry(entry: OutgoingEntry, money: Money, booking: string): string[] {
    const amount = this.#writeAmount(money, 'amount');
    const mark = entry.isReversal === true ? { credit: 'RD', debit: 'RC' } : { credit: 'C', debit: 'D' };
    const dates = this.#writeDates(entry, booking);
    const bank = this.#findBankReference(entry);
    const customer = this.#findCustomerReference(entry);
    const short = customer.isShort ? (customer.reference ?? 'NONREF') : 'NONREF';
    const long = customer.isShort ? null : customer.reference;
    const line = `:61:${dates}${mark[money.side]}${amount}${this.#findType(entry)}${short}${bank}`;
    const [first, ...more] = writeNarrative(gatherText(entry, money.side, long), this.#characterSet, this.#scope);
    return first === undefined ? [line] : [line, `:86:${first}`, ...more];
  }

  /** The value date, in front of the booking day without its year: a reader takes the year that is nearer to the value date. */
  #writeDates(entry: OutgoingEntry, booking: string): string {
    const value = entry.valueDate ?? booking;
    const valueDigits = shortDate(value, 'valueDate', this.#scope);
    const bookingDigits = shortDate(booking, 'bookingDate', this.#scope);
    const months = Number(booking.slice(5, 7)) - Number(value.slice(5, 7));
    const year = Number(value.slice(0, 4)) + (months > 6 ? -1 : months < -6 ? 1 : 0);
    // 29 February in another year than the value date is read with that year, so it must be a leap year too.
    if (year === Number(booking.slice(0, 4))) return valueDigits + bookingDigits.slice(2);
    this.#scope.compare('valueDate', value, booking);
    return bookingDigits + bookingDigits.slice(2);
  }

  #findType({ codes }: OutgoingEntry): string {
    const meant = cleanText(codes?.swiftType);
    if (meant !== null && /^[NFS][A-Z0-9]{3}$/.test(meant)) return meant;
    if (meant !== null) this.#scope.compare('codes.swiftType', meant, 'NMSC');
    return 'NMSC';
  }

  #findBankReference({ bankReference }: OutgoingEntry): string {
    const meant = cleanText(bankReference);
    if (meant === null) return '';
    const reference = toMtReference(meant, this.#characterSet);
    const carried = reference.length > 16 || isNoReference(reference) ? null : reference;
    this.#scope.compare('bankReference', meant, carried);
    return carried === null ? '' : `//${carried}`;
  }

  /** One that is too long for field 61 goes into field 86. A check has its number there. */
  #findCustomerReference(entry: OutgoingEntry): { readonly reference: string | null; readonly isShort: boolean } {
    const { codes, references } = entry;
    const check = cleanText(references?.checkNumber);
    const meant = cleanText(entry.customerReference) ?? (codes?.swiftType === 'NCHK' ? check : null);
    const reference = toMtReference(meant ?? '', this.#characterSet);
    const isShort = reference.length <= 16 && reference === meant && !isNoReference(reference);
    const isCheck = isShort && codes?.swiftType === 'NCHK' && check === meant;
    if (!isCheck) this.#scope.compare('references.checkNumber', check, null);
    if (isShort) return { reference, isShort };
    const given = cleanText(entry.customerReference);
    // The end-to-end id stands for the customer's reference where field 61 has none, if it comes through as it is.
    const isEndToEnd = given !== null && given === cleanText(references?.endToEndId);
    const isWhole = isEndToEnd && toMtWord(given, this.#characterSet) === given;
    return { reference: isWhole ? null : given, isShort: given === null };
  }

  #writeBalance(tag: string, { type, amount, date }: OutgoingBalance): string {
    const field = `balances.${type}`;
    const money = readBalanceMoney(amount, field, this.#scope);
    const mark = money.side === 'credit' ? 'C' : 'D';
    const day = shortDate(date, `${field}.date`, this.#scope);
    return `:${tag}:${mark}${day}${this.#statement.account.currency}${this.#writeAmount(money, field)}`;
  }

  /** With the comma that SWIFT wants behind whole amounts too. */
  #writeAmount(money: Money, field: string): string {
    const digits = formatUnsigned(money, this.#statement.account.currency, LIMITS, { field, scope: this.#scope });
    return digits.includes('.') ? digits.replace('.', ',') : `${digits},`;
  }

  #join(lines: readonly string[]): string {
    return lines.map((line) => line + this.#lineEnd).join('');
  }
}

const PLACED_BALANCES: ReadonlySet<string> = new Set(['opening', 'closing', 'closingAvailable', 'forwardAvailable']);

/** Readers take these words for none. */
function isNoReference(reference: string): boolean {
  return reference === '' || /^(?:NONREF|[EKM]REF\+?|PREF)$/.test(reference);
}

function signed({ unsigned, side }: Money): Decimal {
  return side === 'credit' ? unsigned : negateDecimal(unsigned);
}

function requireBalance(
  { balances }: OutgoingStatement,
  type: 'opening' | 'closing',
  scope: WriteScope,
): OutgoingBalance {
  const balance = findOutgoingBalance(balances, type);
  if (balance === null) scope.refuse(`balances.${type}`, 'is missing, and the format wants it; choose bai2 or csv');
  return balance;
}

import { findTypeCode, isReturnCode } from '../bai2/type-code.ts';
import { findCurrencyExponent } from '../currency-exponent.ts';
import { formatDecimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import type { Balance } from '../statement.ts';
import { composeRecord, composeTextRecord, RECORD_LENGTH, readTextBack } from './bai2-record.ts';
import type { OutgoingEntry, OutgoingFile, OutgoingStatement, OutgoingStatements } from './outgoing.ts';
import {
  type Money,
  readBalanceMoney,
  readEntryMoney,
  requireAccountCurrency,
  requireBookingDate,
  requirePosted,
  shortDate,
  splitInstant,
} from './outgoing-money.ts';
import { cleanText, reportUnplaced, toPlainLetters, withoutControls } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';

/** Line ends and letters, as the bank that takes the file expects them. */
export interface Bai2WriteOptions {
  /** Default LF. */
  readonly lineEnd?: '\r\n' | '\n';
  /** Default `ascii`, the standard's: other letters lose their marks or become points, and are reported as a loss. */
  readonly characterSet?: 'ascii' | 'unicode';
}

/** What an entry has a place for. */
const PLACED: ReadonlySet<string> = new Set(['codes.baiCode', 'bankReference', 'customerReference', 'isReversal']);

const BALANCE_CODES: Readonly<Partial<Record<Balance['type'], string>>> = {
  opening: '010',
  closing: '015',
  currentLedger: '030',
  openingAvailable: '040',
  closingAvailable: '045',
  currentAvailable: '060',
};

/** Miscellaneous credit and debit, for what has no code of its own. */
const OTHER_CODES = { credit: '399', debit: '699' };

interface Level {
  total: bigint;
  members: number;
  records: number;
}

/** Writes a BAI2 file: a group for each run of statements of one bank and day, and an account for each statement. */
export async function* writeBai2(
  file: OutgoingFile,
  statements: OutgoingStatements,
  options: Bai2WriteOptions,
  scope: WriteScope,
): AsyncGenerator<string, void, undefined> {
  const writer = new Bai2Writer(file, options, scope);
  yield writer.begin();
  for await (const statement of statements) {
    scope.nextStatement();
    yield writer.beginAccount(statement);
    for await (const entry of statement.entries) {
      scope.nextEntry();
      yield writer.write(entry, statement);
    }
    scope.endEntries();
    yield writer.endAccount();
  }
  yield writer.end();
}

class Bai2Writer {
  readonly #file: OutgoingFile;
  readonly #scope: WriteScope;
  readonly #lineEnd: string;
  readonly #isAscii: boolean;
  readonly #fileLevel: Level = { total: 0n, members: 0, records: 0 };
  #groupLevel: Level = { total: 0n, members: 0, records: 0 };
  #accountLevel: Level = { total: 0n, members: 0, records: 0 };
  /** Originator and day of the group that is open. */
  #group: string | null = null;

  constructor(file: OutgoingFile, options: Bai2WriteOptions, scope: WriteScope) {
    this.#file = file;
    this.#scope = scope;
    this.#lineEnd = options.lineEnd ?? '\n';
    this.#isAscii = options.characterSet !== 'unicode';
  }

  begin(): string {
    const { senderId, receiverId, fileId, createdAt } = this.#file;
    const { date, time } = splitInstant(createdAt, this.#scope);
    const day = date.slice(2);
    const ids = [this.#requireId(senderId, 'file.senderId'), this.#requireId(receiverId, 'file.receiverId')];
    const id = this.#requireId(fileId, 'file.fileId');
    return this.#join(composeRecord('01', [...ids, day, time.slice(0, 4), id, String(RECORD_LENGTH), '', '2']));
  }

  beginAccount(statement: OutgoingStatement): string {
    const { account, asOfDate, balances } = statement;
    const { currency } = account;
    if (findCurrencyExponent(currency) === null) {
      this.#scope.refuse(
        'account.currency',
        `${quote(currency)} is not a current ISO 4217 code, so its decimals are unknown`,
      );
    }
    this.#reportUnplaced(statement);
    const originator = this.#requireId(account.servicerId || this.#file.senderId, 'account.servicerId');
    const front = this.#openGroup(originator, shortDate(asOfDate, 'asOfDate', this.#scope));
    this.#accountLevel = { total: 0n, members: 0, records: 0 };
    this.#groupLevel.members++;
    const summaries = balances.flatMap(({ type, amount }) => {
      const code = BALANCE_CODES[type];
      const field = `balances.${type}`;
      return code === undefined
        ? []
        : [code, this.#writeAmount(readBalanceMoney(amount, field, this.#scope), currency, field), '', ''];
    });
    const fields = [
      this.#requireId(account.id, 'account.id'),
      currency,
      ...(summaries.length === 0 ? ['', '', '', ''] : summaries),
    ];
    return front + this.#join(composeRecord('03', fields));
  }

  write(entry: OutgoingEntry, { account, asOfDate }: OutgoingStatement): string {
    const scope = this.#scope;
    requirePosted(entry, scope);
    requireAccountCurrency(entry, account.currency, scope);
    reportUnplaced(entry, PLACED, scope);
    const booking = requireBookingDate(entry, scope);
    if (booking !== asOfDate) {
      scope.refuse(
        'bookingDate',
        `is ${booking}, and a BAI2 account has entries of its day ${asOfDate} only; use splitByDay`,
      );
    }
    const money = readEntryMoney(entry, scope);
    const code = this.#findCode(entry, money);
    const value = entry.valueDate ? ['V', shortDate(entry.valueDate, 'valueDate', scope), ''] : ['Z'];
    const references = [
      this.#writeReference(entry.bankReference, 'bankReference'),
      this.#writeReference(entry.customerReference, 'customerReference'),
    ];
    const fields = [code, this.#writeAmount(money, account.currency, 'amount'), ...value, ...references];
    return this.#join(this.#composeText(fields, cleanText(entry.description)));
  }

  endAccount(): string {
    const { total, records } = this.#accountLevel;
    this.#groupLevel.total += total;
    return this.#join(composeRecord('49', [String(total), String(records + 1)]));
  }

  end(): string {
    const front = this.#closeGroup();
    const { total, members, records } = this.#fileLevel;
    return front + this.#join(composeRecord('99', [String(total), String(members), String(records + 1)]));
  }

  #openGroup(originator: string, day: string): string {
    const group = `${originator},${day}`;
    if (this.#group === group) return '';
    const front = this.#closeGroup();
    this.#group = group;
    this.#groupLevel = { total: 0n, members: 0, records: 0 };
    this.#fileLevel.members++;
    const receiver = this.#requireId(this.#file.receiverId, 'file.receiverId');
    return front + this.#join(composeRecord('02', [receiver, originator, '1', day, '', '', '2']));
  }

  #closeGroup(): string {
    if (this.#group === null) return '';
    this.#group = null;
    const { total, members, records } = this.#groupLevel;
    this.#fileLevel.total += total;
    return this.#join(composeRecord('98', [String(total), String(members), String(records + 1)]));
  }

  #reportUnplaced({ account, balances, asOfDate, periodFrom, periodTo, sequenceNumber }: OutgoingStatement): void {
    for (const { type, date } of balances) {
      if (BALANCE_CODES[type] === undefined) this.#scope.lose(`balances.${type}`, 'has no place in this format');
      else this.#scope.compare(`balances.${type}.date`, date, asOfDate);
    }
    const lost = {
      'account.name': account.name,
      'account.ownerName': account.ownerName,
      periodFrom,
      periodTo,
      sequenceNumber,
    };
    for (const [field, value] of Object.entries(lost)) {
      if (value) this.#scope.compare(field, value, null);
    }
  }

  /** The bank's code where it says the same side; totals are no movements. */
  #findCode({ codes, isReversal = false }: OutgoingEntry, { side }: Money): string {
    const meant = cleanText(codes?.baiCode);
    const known = meant === null ? null : findTypeCode(meant);
    const isUsable = known !== null && known.direction === side && known.level === 'detail';
    const code = isUsable ? known.code : OTHER_CODES[side];
    if (meant !== null) this.#scope.compare('codes.baiCode', meant, code);
    this.#scope.compare('isReversal', String(isReversal), String(isReturnCode(code)));
    return code;
  }

  /** Minor units, with the sign that only balances have; counted into the control total. */
  #writeAmount({ unsigned, side }: Money, currency: string, field: string): string {
    const exponent = findCurrencyExponent(currency) ?? 2;
    const digits = formatDecimal(unsigned, exponent);
    const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
    if (decimals > exponent) {
      this.#scope.refuse(field, `${digits} ${currency} has more than ${exponent} decimals; round it at its source`);
    }
    const units = BigInt(digits.replace('.', ''));
    const isBalance = field !== 'amount';
    const printed = isBalance && side === 'debit' ? -units : units;
    this.#accountLevel.total += printed;
    return String(printed);
  }

  /** Commas part the fields, and zeros alone mean that there is none. */
  #writeReference(value: string | null | undefined, field: string): string {
    const meant = cleanText(value);
    if (meant === null) return '';
    const safe = this.#toCharacterSet(meant);
    const isWritable = !/[,/]/.test(safe) && !/^0+$/.test(safe) && safe.length <= RECORD_LENGTH - 5;
    this.#scope.compare(field, meant, isWritable ? safe : null);
    return isWritable ? safe : '';
  }

  /** What would be read as another record, or otherwise than it was meant, is written without slashes. */
  #composeText(fields: readonly string[], meant: string | null): string[] {
    if (meant === null) return composeTextRecord(fields, null);
    for (const text of [this.#toCharacterSet(meant), this.#toCharacterSet(meant).replaceAll('/', '-')]) {
      const lines = composeTextRecord(fields, text === '' ? null : text);
      const read = readTextBack(lines, fields.length);
      if (read === null) continue;
      this.#scope.compare('description', meant, read.text);
      return lines;
    }
    this.#scope.compare('description', meant, null);
    return composeTextRecord(fields, null);
  }

  #toCharacterSet(text: string): string {
    const line = withoutControls(text).replaceAll(/\s+/g, ' ').trim();
    return this.#isAscii ? toPlainLetters(line, /[^\u0020-\u007e]/g) : line;
  }

  #requireId(value: string, field: string): string {
    const isWritable = /^[^\s,/](?:[^\n\r,/]{0,70}[^\s,/])?$/.test(value) && this.#toCharacterSet(value) === value;
    if (!isWritable) this.#scope.refuse(field, `${quote(value)} is blank, or has commas, slashes or other letters`);
    return value;
  }

  #join(lines: readonly string[]): string {
    this.#fileLevel.records += lines.length;
    this.#groupLevel.records += lines.length;
    this.#accountLevel.records += lines.length;
    return lines.map((line) => line + this.#lineEnd).join('');
  }
}

import { type CalendarDate, parseCompactDate } from '../calendar-date.ts';
import { type Decimal, negateDecimal, ZERO } from '../decimal.ts';
import { quote } from '../problem.ts';
import {
  type Availability,
  type Entry,
  type EntryStatus,
  NO_CODES,
  NO_COUNTERPARTY,
  NO_REFERENCES,
  type StatementHeader,
} from '../statement.ts';
import type { AccountScope, Dialect } from './account-scope.ts';
import { FieldReader, type TextLine } from './field-reader.ts';
import { readFundsType } from './funds-type.ts';
import type { LogicalRecord } from './logical-record.ts';
import { hasDecimalPoint, parsePrintedAmount } from './printed-amount.ts';
import { joinRecordText } from './record-text.ts';
import { findBaiCodeRail, findNaiDirection, findTypeCode, isReturnCode, type TypeCode } from './type-code.ts';

export interface TransactionOptions {
  readonly dialect: Dialect;
  readonly recordLength: number;
  /** The bank's own codes, where its table says credit or debit. */
  readonly typeCodes: Readonly<Record<string, 'credit' | 'debit'>>;
}

export interface ParsedTransaction {
  readonly entry: Entry;
  readonly amount: Decimal;
}

/** Reads record 16 with its continuations; damage is reported to the scope, and null comes back. */
export function parseTransaction(
  record: LogicalRecord,
  header: StatementHeader,
  scope: AccountScope,
  options: TransactionOptions,
): ParsedTransaction | null {
  const fields = new FieldReader(record.pieces, false);
  const code = readTypeCode(fields, record, scope);
  const printed = code === null ? null : readAmount(fields, code, record, scope);
  if (code === null || printed === null) return null;
  const funds = readFundsType(fields, (slice) => scope.format(scope.resolve(slice, '')));
  if (!funds.ok) {
    scope.report.damage('funds_type_invalid', funds.reason, record.position);
    return null;
  }
  const amount = applyDirection(printed, code, { record, scope, options });
  if (amount === null) return null;
  const bankReference = readReference(fields);
  const customerReference = options.dialect === 'nai' ? null : readReference(fields);
  const text = fields.rest().filter((line) => line.text.trim() !== '');
  const entry: Entry = {
    statementIndex: header.statementIndex,
    entryIndex: scope.entryCount++,
    status: amount.countsAs ?? (header.timing === 'interim' ? 'pending' : 'posted'),
    bookingDate: header.asOfDate,
    bookingDateSource: header.asOfDate === null ? null : 'statementDate',
    valueDate: readValueDate(funds.valueDateText, record, scope),
    amount: scope.format(amount.value),
    currency: scope.currency,
    entryType: amount.value.units < 0n || (amount.value.units === 0n && amount.side === 'debit') ? 'debit' : 'credit',
    isReversal: isReturnCode(code.code),
    ...describeText(text, options.recordLength),
    counterparty: NO_COUNTERPARTY,
    rail: findBaiCodeRail(code.code),
    codes: { ...NO_CODES, baiCode: code.code },
    bankReference,
    customerReference,
    references: NO_REFERENCES,
    instructed: null,
    charges: [],
    availability: funds.availability satisfies readonly Availability[],
    details: [],
    position: record.position,
  };
  return { entry, amount: amount.value };
}

function readTypeCode(fields: FieldReader, record: LogicalRecord, scope: AccountScope): TypeCode | null {
  const text = fields.next() ?? '';
  const code = findTypeCode(text);
  if (code === null) {
    scope.report.damage('type_code_invalid', `type code ${quote(text)}, expected three digits`, record.position);
  }
  return code;
}

/** The money as printed, decimals placed, and zero for a record that carries no money and leaves the amount blank. */
function readAmount(fields: FieldReader, code: TypeCode, record: LogicalRecord, scope: AccountScope): Decimal | null {
  const text = fields.next() ?? '';
  if (text === '' && code.code === '890') return ZERO;
  if (text === '') {
    scope.report.damage('amount_missing', `type code ${code.code} has no amount`, record.position);
    return null;
  }
  const printed = parsePrintedAmount(text);
  if (printed === null) {
    scope.report.damage('amount_garbled', `amount ${quote(text)} of type code ${code.code}`, record.position);
    return null;
  }
  if (hasDecimalPoint(text)) scope.report.warn('explicit_decimal_point', `amount ${quote(text)}`, record.position);
  scope.addToControl(printed);
  return scope.resolve(printed, text);
}

interface SignedAmount {
  readonly value: Decimal;
  readonly side: 'credit' | 'debit';
  /** Set when the record is not a movement, whatever the statement's timing. */
  readonly countsAs: EntryStatus | null;
}

interface TransactionContext {
  readonly record: LogicalRecord;
  readonly scope: AccountScope;
  readonly options: TransactionOptions;
}

/** Turns the printed amount to its side; a printed minus flips the side. Null when no rule knows the side of real money. */
function applyDirection(
  printed: Decimal,
  code: TypeCode,
  { record, scope, options }: TransactionContext,
): SignedAmount | null {
  const declared = options.typeCodes[code.code] ?? null;
  const side = declared ?? (options.dialect === 'nai' ? findNaiDirection(code.code) : code.direction);
  if (declared === null) warnAboutOrigin(code, record, scope, options.dialect);
  if (side === null) {
    if (printed.units !== 0n && code.origin !== 'standard') {
      scope.report.damage('type_code_direction_unknown', `type code ${code.code}`, record.position);
      return null;
    }
    if (printed.units !== 0n) scope.report.warn('non_monetary_amount', `type code ${code.code}`, record.position);
    return { value: printed, side: 'credit', countsAs: 'information' };
  }
  const isTotal = code.level === 'summary' && declared === null;
  if (isTotal) scope.report.warn('summary_code_in_transaction', `type code ${code.code} is a total`, record.position);
  return {
    value: side === 'credit' ? printed : negateDecimal(printed),
    side,
    countsAs: isTotal ? 'information' : null,
  };
}

function warnAboutOrigin(code: TypeCode, record: LogicalRecord, scope: AccountScope, dialect: Dialect): void {
  if (code.origin === 'unknown') scope.report.warn('type_code_unknown', `type code ${code.code}`, record.position);
  if (code.origin === 'bankDefined' && dialect === 'bai2') {
    scope.report.warn('type_code_bank_defined', `type code ${code.code}`, record.position);
  }
}

/** A reference, or null when blank or only zeros, which banks write for none. */
function readReference(fields: FieldReader): string | null {
  const text = fields.next() ?? '';
  return /^0*$/.test(text) ? null : text;
}

function readValueDate(text: string | null, record: LogicalRecord, scope: AccountScope): CalendarDate | null {
  if (text === null) return null;
  const read = parseCompactDate(text);
  if (read === null) scope.report.warn('value_date_garbled', `value date ${quote(text)}`, record.position);
  else if (read.clamped) scope.report.warn('date_clamped', `value date ${quote(text)}`, record.position);
  return read?.date ?? null;
}

function describeText(lines: readonly TextLine[], recordLength: number): Pick<Entry, 'description' | 'rawDescription'> {
  return { description: joinRecordText(lines, recordLength), rawDescription: lines.map((line) => line.text) };
}

import type { AccountStatus, AccountType } from '../../domain/account.ts';
import type { TransactionStatus } from '../../domain/transaction.ts';
import { type CalendarDate, parseCalendarDate } from '../../domain/values/calendar-date.ts';
import { parseDecimal } from '../../domain/values/decimal.ts';

/** The bank's answers, read strictly: anything of another form is a changed portal, not a guess. */
export interface ListedAccount {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly type: AccountType;
  readonly currency: string;
  readonly routingNumber: string | null;
  readonly bic: string | null;
  readonly status: AccountStatus;
  readonly ledgerBalance: string;
  readonly availableBalance: string;
}

/** A row as it was read: its fields are those that `parseRow` takes from an answer. */
export type ExportedRow = Readonly<ReturnType<typeof parseRow>>;

export interface ExportedPage {
  readonly asOf: string;
  readonly account: ListedAccount;
  readonly page: number;
  readonly pages: number;
  /** Ledger balance before the first day that the bank shows. */
  readonly opening: { readonly date: CalendarDate; readonly amount: string };
  /** Ledger balance now; its date is the bank's today, or the end of the window if that is earlier. */
  readonly closing: { readonly date: CalendarDate; readonly amount: string };
  readonly rows: readonly ExportedRow[];
}

/** Thrown by the parsers below; the session turns it into `portal_changed`. The message names the field. */
export class AnswerFormError extends Error {
  override readonly name = 'AnswerFormError';
}

const ACCOUNT_TYPES: ReadonlySet<string> = new Set<AccountType>([
  'checking',
  'savings',
  'moneyMarket',
  'creditCard',
  'loan',
  'investment',
  'wallet',
]);

/** The bank's list of accounts. Throws `AnswerFormError` with the name of the field where it has another form. */
export function parseAccountList(value: unknown): ListedAccount[] {
  return list(object(value, 'answer'), 'accounts').map(parseAccount);
}

/** One page of rows of an account, with the balances around it. Throws `AnswerFormError` as well. */
export function parsePage(value: unknown): ExportedPage {
  const answer = object(value, 'answer');
  return {
    asOf: instant(answer, 'asOf'),
    account: parseAccount(answer.account),
    page: count(answer, 'page'),
    pages: count(answer, 'pages'),
    opening: parseBalance(answer, 'openingLedger'),
    closing: parseBalance(answer, 'closingLedger'),
    rows: list(answer, 'rows').map(parseRow),
  };
}

function parseAccount(value: unknown): ListedAccount {
  const account = object(value, 'account');
  const type = text(account, 'type');
  return {
    id: text(account, 'id'),
    number: text(account, 'number'),
    name: text(account, 'name'),
    type: ACCOUNT_TYPES.has(type) ? (type as AccountType) : 'other', // Membership was checked just before.
    currency: text(account, 'currency'),
    routingNumber: optionalText(account, 'routingNumber'),
    bic: optionalText(account, 'bic'),
    status: parseAccountStatus(optionalText(account, 'status')),
    ledgerBalance: amount(account, 'ledgerBalance'),
    availableBalance: amount(account, 'availableBalance'),
  };
}

/** A bank that says nothing of it, or something else, leaves it unknown. */
function parseAccountStatus(status: string | null): AccountStatus {
  return status === 'open' || status === 'closed' ? status : 'unknown';
}

function parseBalance(answer: Fields, type: string): { date: CalendarDate; amount: string } {
  const found = list(answer, 'balances')
    .map((balance) => object(balance, 'balances'))
    .find((balance) => balance.type === type);
  if (found === undefined) throw new AnswerFormError(`balances: ${type} is missing`);
  return { date: date(found, 'date'), amount: amount(found, 'amount') };
}

function parseRow(value: unknown) {
  const row = object(value, 'row');
  const status = parseStatus(row);
  const bookingDate = optionalDate(row, 'bookingDate');
  // A booking without its day is in no window and in no daily balance: nothing could ever prove it or take it back.
  if (status === 'posted' && bookingDate === null) throw new AnswerFormError('bookingDate: is missing on a posted row');
  return {
    id: optionalText(row, 'id'),
    status,
    bookingDate,
    authorisedDate: optionalDate(row, 'authorisedDate'),
    valueDate: optionalDate(row, 'valueDate'),
    amount: amount(row, 'amount'),
    currency: text(row, 'currency'),
    text: text(row, 'text'),
    bankReference: optionalText(row, 'bankReference'),
    customerReference: optionalText(row, 'customerReference'),
    counterpartyName: optionalText(row, 'counterpartyName'),
    counterpartyAccount: optionalText(row, 'counterpartyAccount'),
    baiCode: optionalText(row, 'baiCode'),
    mcc: optionalText(row, 'mcc'),
    merchantName: optionalText(row, 'merchantName'),
    /** Ledger balance after the row; null where the bank shows none. */
    runningBalance: optionalAmount(row, 'runningBalance'),
  };
}

function parseStatus(row: Fields): TransactionStatus {
  const status = text(row, 'status');
  if (status !== 'pending' && status !== 'posted') throw new AnswerFormError('status: is neither pending nor posted');
  return status;
}

type Fields = Readonly<Record<string, unknown>>;

function object(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AnswerFormError(`${name}: is no object`);
  return value as Fields; // An object that is no array has string keys.
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new AnswerFormError(`${name}: is no list`);
  return value;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new AnswerFormError(`${name}: is no text`);
  return value;
}

function optionalText(fields: Fields, name: string): string | null {
  return fields[name] === null || fields[name] === undefined ? null : text(fields, name);
}

function amount(fields: Fields, name: string): string {
  const value = text(fields, name);
  if (parseDecimal(value) === null) throw new AnswerFormError(`${name}: is no decimal`);
  return value;
}

function optionalAmount(fields: Fields, name: string): string | null {
  return fields[name] === null || fields[name] === undefined ? null : amount(fields, name);
}

function date(fields: Fields, name: string): CalendarDate {
  const value = parseCalendarDate(text(fields, name));
  if (value === null) throw new AnswerFormError(`${name}: is no date`);
  return value;
}

function optionalDate(fields: Fields, name: string): CalendarDate | null {
  return fields[name] === null || fields[name] === undefined ? null : date(fields, name);
}

function instant(fields: Fields, name: string): string {
  const epochMs = Date.parse(text(fields, name));
  if (Number.isNaN(epochMs)) throw new AnswerFormError(`${name}: is no time`);
  return new Date(epochMs).toISOString();
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
    throw new AnswerFormError(`${name}: is no page count`);
  return value;
}

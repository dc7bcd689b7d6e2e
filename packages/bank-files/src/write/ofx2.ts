import { findCurrencyExponent } from '../currency-exponent.ts';
import { IdGuard } from '../ofx/id-guard.ts';
import { OFX_DEBIT_TYPES, OFX_TYPES } from '../ofx/transaction-type.ts';
import { quote } from '../problem.ts';
import type { AccountKind } from '../statement.ts';
import {
  findOutgoingBalance,
  type OutgoingBalance,
  type OutgoingEntry,
  type OutgoingFile,
  type OutgoingStatement,
  type OutgoingStatements,
} from './outgoing.ts';
import {
  compactDate,
  formatUnsigned,
  type Money,
  readBalanceMoney,
  readEntryMoney,
  requireAccountCurrency,
  requireBookingDate,
  requireCurrency,
  requirePosted,
  splitInstant,
} from './outgoing-money.ts';
import { cleanText, reportUnplaced } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';
import { carryText, escapeXml, requireText, writeText } from './xml-text.ts';

/** Amounts of OFX have 32 characters, sign and point among them. */
const LIMITS = { maxDigits: 28, maxDecimals: 5 };

/** What an entry has a place for. */
const PLACED: ReadonlySet<string> = new Set([
  'counterparty.name',
  'counterparty.account',
  'counterparty.bankId',
  'references.checkNumber',
  'codes.ofxType',
  'bankReference',
  'customerReference',
]);

const ACCOUNT_TYPES: ReadonlyMap<AccountKind, string> = new Map([
  ['checking', 'CHECKING'],
  ['savings', 'SAVINGS'],
  ['moneyMarket', 'MONEYMRKT'],
  ['creditLine', 'CREDITLINE'],
  ['certificateOfDeposit', 'CD'],
]);

/** The two kinds of message sets, in the order that the standard has them. */
const MESSAGE_SETS = {
  bank: { set: 'BANKMSGSRSV1', reply: 'STMTTRNRS', statement: 'STMTRS', account: 'BANKACCTFROM' },
  card: { set: 'CREDITCARDMSGSRSV1', reply: 'CCSTMTTRNRS', statement: 'CCSTMTRS', account: 'CCACCTFROM' },
} as const;

/** Writes OFX 2.2, piece by piece: bank accounts first, then cards. */
export async function* writeOfx2(
  file: OutgoingFile,
  statements: OutgoingStatements,
  scope: WriteScope,
): AsyncGenerator<string, void, undefined> {
  const { date, time } = splitInstant(file.createdAt, scope);
  yield '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n';
  yield '<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n';
  yield '<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>';
  yield `<DTSERVER>${date}${time}</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n`;
  let open: 'bank' | 'card' | null = null;
  for await (const statement of statements) {
    scope.nextStatement();
    const kind: 'bank' | 'card' = statement.account.kind === 'creditCard' ? 'card' : 'bank';
    if (open === 'card' && kind === 'bank') {
      scope.refuse('account.kind', 'is that of a bank account behind a card; put cards last');
    }
    if (open !== kind) yield `${open === null ? '' : `</${MESSAGE_SETS[open].set}>\n`}<${MESSAGE_SETS[kind].set}>\n`;
    open = kind;
    yield writeHeader(statement, kind, scope);
    const ids = new IdGuard();
    for await (const entry of statement.entries) {
      scope.nextEntry();
      yield writeTransaction(entry, statement, ids, scope);
    }
    scope.endEntries();
    yield writeEnd(statement, kind, scope);
  }
  if (open !== null) yield `</${MESSAGE_SETS[open].set}>\n`;
  yield '</OFX>\n';
}

function writeHeader(statement: OutgoingStatement, kind: 'bank' | 'card', scope: WriteScope): string {
  const { account, periodFrom, periodTo, asOfDate } = statement;
  const names = MESSAGE_SETS[kind];
  const currency = requireCurrency(account.currency, 'account.currency', scope);
  reportHeaderLosses(statement, kind, scope);
  const id = requireText(account.id, { element: 'ACCTID', field: 'account.id', maxLength: 255 }, scope);
  const bankId = { element: 'BANKID', field: 'account.servicerId', maxLength: 255, overflow: 'leaveOut' } as const;
  // The standard wants a type of every bank account, and most are for payments.
  const type = ACCOUNT_TYPES.get(account.kind ?? 'checking') ?? 'CHECKING';
  const bank = kind === 'bank' ? writeText(account.servicerId, bankId, scope) : '';
  const from = compactDate(periodFrom ?? asOfDate, periodFrom ? 'periodFrom' : 'asOfDate', scope);
  const to = compactDate(periodTo ?? asOfDate, periodTo ? 'periodTo' : 'asOfDate', scope);
  return (
    `<${names.reply}><TRNUID>0</TRNUID><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><${names.statement}>` +
    `<CURDEF>${currency}</CURDEF><${names.account}>${bank}${id}${kind === 'bank' ? `<ACCTTYPE>${type}</ACCTTYPE>` : ''}` +
    `</${names.account}>\n<BANKTRANLIST><DTSTART>${from}</DTSTART><DTEND>${to}</DTEND>\n`
  );
}

/** An opening balance is no part of OFX: it is what the closing one and the transactions leave. */
function reportHeaderLosses(statement: OutgoingStatement, kind: 'bank' | 'card', scope: WriteScope): void {
  const { account, balances } = statement;
  for (const { type } of balances) {
    if (!PLACED_BALANCES.has(type)) scope.lose(`balances.${type}`, 'has no place in this format');
  }
  if (account.kind && kind === 'bank' && !ACCOUNT_TYPES.has(account.kind))
    scope.compare('account.kind', account.kind, 'checking');
  if (kind === 'card' && account.servicerId) scope.compare('account.servicerId', account.servicerId, null);
  const lost = {
    'account.name': account.name,
    'account.ownerName': account.ownerName,
    sequenceNumber: statement.sequenceNumber,
  };
  for (const [field, value] of Object.entries(lost)) {
    if (value) scope.compare(field, value, null);
  }
}

const PLACED_BALANCES: ReadonlySet<string> = new Set([
  'opening',
  'previousClosing',
  'closing',
  'currentLedger',
  'openingAvailable',
  'closingAvailable',
  'currentAvailable',
]);

function writeTransaction(
  entry: OutgoingEntry,
  { account }: OutgoingStatement,
  ids: IdGuard,
  scope: WriteScope,
): string {
  requirePosted(entry, scope);
  // Another currency would have to name the rate to the account's, which entries do not have.
  requireAccountCurrency(entry, account.currency, scope);
  reportUnplaced(entry, PLACED, scope);
  const money = readEntryMoney(entry, scope);
  const posted = compactDate(requireBookingDate(entry, scope), 'bookingDate', scope);
  const available = entry.valueDate ? `<DTAVAIL>${compactDate(entry.valueDate, 'valueDate', scope)}</DTAVAIL>` : '';
  return [
    `<STMTTRN><TRNTYPE>${findType(entry, money, scope)}</TRNTYPE><DTPOSTED>${posted}</DTPOSTED>${available}`,
    `<TRNAMT>${writeSigned(money, account.currency, 'amount', scope)}</TRNAMT>`,
    `<FITID>${findId(entry, ids, scope)}</FITID>`,
    writeNumbers(entry, scope),
    writeNames(entry, scope),
    '</STMTTRN>\n',
  ].join('');
}

function findType({ codes }: OutgoingEntry, { side, unsigned }: Money, scope: WriteScope): string {
  const own = side === 'debit' ? 'DEBIT' : 'CREDIT';
  const meant = cleanText(codes?.ofxType);
  if (meant === null) return own;
  // The type is the side of a zero amount, which has no sign.
  const saysSide = unsigned.units !== 0n || OFX_DEBIT_TYPES.has(meant) === (side === 'debit');
  const type = OFX_TYPES.has(meant) && saysSide ? meant : own;
  scope.compare('codes.ofxType', meant, type);
  return type;
}

function writeSigned(money: Money, currency: string, field: string, scope: WriteScope): string {
  const plain = formatUnsigned(money, currency, LIMITS, { field, scope });
  // Three decimals alone could as well be thousands behind a point.
  const digits = /^\d{1,3}\.\d{3}$/.test(plain) && findCurrencyExponent(currency) !== 3 ? `${plain}0` : plain;
  return money.side === 'debit' && money.unsigned.units !== 0n ? `-${digits}` : digits;
}

/** Readers take two transactions with one id for the same, so an id that repeats gives way to the caller's own. */
function findId(entry: OutgoingEntry, ids: IdGuard, scope: WriteScope): string {
  const bank = cleanText(entry.bankReference);
  const own = cleanText(entry.id);
  const candidates = [bank, own].filter((id) => id !== null);
  for (const id of candidates) {
    const carried = carryText(id, { field: 'bankReference', maxLength: 255, overflow: 'leaveOut' }, scope);
    if (carried === null || ids.isRepeated(carried)) continue;
    if (bank !== null && id !== bank) scope.compare('bankReference', bank, id);
    return escapeXml(carried);
  }
  const problem =
    candidates.length === 0 ? 'is missing' : `${quote(candidates.at(-1) ?? '')} repeats within the statement`;
  scope.refuse('bankReference', `${problem}, and every transaction of OFX has an id of its own; give the entry an id`);
}

function writeNumbers({ references, customerReference }: OutgoingEntry, scope: WriteScope): string {
  const limit = { maxLength: 32, overflow: 'leaveOut' } as const;
  const check = cleanText(references?.checkNumber);
  const customer = cleanText(customerReference);
  const isNumber = check !== null && !/^0+$/.test(check);
  if (check !== null && !isNumber) scope.compare('references.checkNumber', check, null);
  const number = isNumber
    ? writeText(check, { element: 'CHECKNUM', field: 'references.checkNumber', ...limit }, scope)
    : '';
  if (customer === null || (number !== '' && customer === check)) return number;
  // Readers take the number of the check for the customer's reference.
  const isReadable = number === '' && !/^0+$/.test(customer);
  if (isReadable) return writeText(customer, { element: 'REFNUM', field: 'customerReference', ...limit }, scope);
  scope.compare('customerReference', customer, number === '' ? null : check);
  return number;
}

/** Readers put NAME in front of MEMO, but for a memo that begins with it. */
function writeNames({ counterparty, description }: OutgoingEntry, scope: WriteScope): string {
  const name = writeText(
    counterparty?.name,
    { element: 'NAME', field: 'counterparty.name', maxLength: 32, overflow: 'cut' },
    scope,
  );
  const memo = writeText(
    description,
    { element: 'MEMO', field: 'description', maxLength: 255, overflow: 'cut' },
    scope,
  );
  return name + writeParty(counterparty ?? {}, scope) + memo;
}

function writeParty({ account, bankId }: NonNullable<OutgoingEntry['counterparty']>, scope: WriteScope): string {
  const limit = { maxLength: 255, overflow: 'leaveOut' } as const;
  const number = writeText(account, { element: 'ACCTID', field: 'counterparty.account', ...limit }, scope);
  if (number === '') {
    scope.compare('counterparty.bankId', cleanText(bankId), null);
    return '';
  }
  const bank = writeText(bankId, { element: 'BANKID', field: 'counterparty.bankId', ...limit }, scope);
  return `<BANKACCTTO>${bank}${number}<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTTO>`;
}

function writeEnd({ account, balances }: OutgoingStatement, kind: 'bank' | 'card', scope: WriteScope): string {
  const names = MESSAGE_SETS[kind];
  const ledger = findOutgoingBalance(balances, 'closing') ?? findOutgoingBalance(balances, 'currentLedger');
  if (ledger === null) scope.refuse('balances.closing', 'is missing, and the format wants it; choose bai2 or csv');
  const available =
    findOutgoingBalance(balances, 'closingAvailable') ?? findOutgoingBalance(balances, 'currentAvailable');
  return (
    `</BANKTRANLIST>\n${writeBalance('LEDGERBAL', ledger, account.currency, scope)}` +
    `${available === null ? '' : writeBalance('AVAILBAL', available, account.currency, scope)}` +
    `</${names.statement}></${names.reply}>\n`
  );
}

function writeBalance(
  element: string,
  { type, amount, date }: OutgoingBalance,
  currency: string,
  scope: WriteScope,
): string {
  const field = `balances.${type}`;
  const digits = writeSigned(readBalanceMoney(amount, field, scope), currency, field, scope);
  const day = compactDate(date, `${field}.date`, scope);
  return `<${element}><BALAMT>${digits}</BALAMT><DTASOF>${day}</DTASOF></${element}>`;
}

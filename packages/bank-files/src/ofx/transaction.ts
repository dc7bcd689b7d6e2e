import { type CalendarDate, parseCompactDate, parseIsoDate, type ReadDate } from '../calendar-date.ts';
import { normaliseCurrency } from '../currency-exponent.ts';
import type { Decimal } from '../decimal.ts';
import { normaliseText } from '../normalise-text.ts';
import {
  type BookingDateSource,
  type Counterparty,
  type Entry,
  type FilePosition,
  NO_CODES,
  NO_COUNTERPARTY,
  NO_REFERENCES,
  type PaymentReferences,
  type RailHint,
  type StatementHeader,
} from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import { OFX_DEBIT_TYPES } from './transaction-type.ts';

/** A `STMTTRN` or `STMTTRNP` while its elements come in; blank is what the file leaves out. */
export class TransactionDraft {
  readonly position: FilePosition;
  readonly isPending: boolean;
  type = '';
  amount = '';
  postedDate = '';
  userDate = '';
  availableDate = '';
  id = '';
  correctAction = '';
  correctId = '';
  checkNumber = '';
  referenceNumber = '';
  name = '';
  memo = '';
  merchantCode = '';
  /** How many amounts there were; a second one belongs to another transaction. */
  amountCount = 0;
  currency: string | null = null;
  accountTo = '';
  bankTo = '';
  #context: 'transaction' | 'payee' | 'currency' | 'originalCurrency' | 'accountTo' = 'transaction';

  constructor(position: FilePosition, isPending: boolean) {
    this.position = position;
    this.isPending = isPending;
  }

  open(name: string): void {
    if (name === 'PAYEE') this.#context = 'payee';
    else if (name === 'CURRENCY') this.#context = 'currency';
    else if (name === 'ORIGCURRENCY') this.#context = 'originalCurrency';
    else if (name === 'BANKACCTTO' || name === 'CCACCTTO') this.#context = 'accountTo';
  }

  close(name: string): void {
    if (NESTED.has(name)) this.#context = 'transaction';
  }

  /** Takes an element; the first of a repeated one counts. */
  set(name: string, text: string): void {
    // What cannot be a part of the nested aggregate shows that its end tag is missing.
    if (this.#context !== 'transaction' && !NESTED_NAMES[this.#context].has(name)) this.#context = 'transaction';
    switch (this.#context) {
      case 'payee':
        if (name === 'NAME') this.name ||= text;
        break;
      case 'currency':
        if (name === 'CURSYM') this.currency ??= normaliseCurrency(text);
        break;
      case 'originalCurrency':
        break;
      case 'accountTo':
        if (name === 'ACCTID') this.accountTo ||= text;
        else if (name === 'BANKID') this.bankTo ||= text;
        break;
      case 'transaction':
        this.#setOwn(name, text);
        break;
    }
  }

  #setOwn(name: string, text: string): void {
    switch (name) {
      case 'TRNTYPE':
        this.type ||= text;
        break;
      case 'TRNAMT':
        this.amount ||= text;
        if (text !== '') this.amountCount++;
        break;
      case 'DTPOSTED':
        this.postedDate ||= text;
        break;
      case 'DTUSER':
      case 'DTTRAN':
        this.userDate ||= text;
        break;
      case 'DTAVAIL':
      case 'VALUEDATE':
        this.availableDate ||= text;
        break;
      case 'FITID':
        this.id ||= text;
        break;
      case 'CORRECTFITID':
        this.correctId ||= text;
        break;
      case 'CORRECTACTION':
        this.correctAction ||= text;
        break;
      case 'CHECKNUM':
        this.checkNumber ||= text;
        break;
      case 'REFNUM':
        this.referenceNumber ||= text;
        break;
      case 'NAME':
      case 'PAYEE':
        this.name ||= text;
        break;
      case 'MEMO':
        this.memo ||= text;
        break;
      case 'SIC':
        this.merchantCode ||= text;
        break;
    }
  }
}

/** The elements of each nested aggregate. */
const NESTED_NAMES: Readonly<Record<'payee' | 'currency' | 'originalCurrency' | 'accountTo', ReadonlySet<string>>> = {
  payee: new Set('NAME ADDR1 ADDR2 ADDR3 CITY STATE POSTALCODE COUNTRY PHONE'.split(' ')),
  currency: new Set(['CURRATE', 'CURSYM']),
  originalCurrency: new Set(['CURRATE', 'CURSYM']),
  accountTo: new Set('BANKID BRANCHID ACCTID ACCTTYPE ACCTKEY'.split(' ')),
};

const NESTED: ReadonlySet<string> = new Set(['PAYEE', 'CURRENCY', 'ORIGCURRENCY', 'BANKACCTTO', 'CCACCTTO']);

/** The day at the front of an OFX date, as written: time and zone are cut off, never applied. */
export function parseOfxDate(text: string): ReadDate | null {
  return parseCompactDate(text.slice(0, 8)) ?? parseIsoDate(text);
}

export interface EntryDates {
  readonly bookingDate: CalendarDate | null;
  readonly bookingDateSource: BookingDateSource | null;
  readonly valueDate: CalendarDate | null;
}

/** Builds the entry of a draft whose amount and dates have been read. */
export function buildOfxEntry(
  draft: TransactionDraft,
  header: StatementHeader,
  entryIndex: number,
  { amount, dates }: { readonly amount: Decimal; readonly dates: EntryDates },
): Entry {
  const currency = draft.currency ?? header.account.currency;
  const checkNumber = cleanNumber(draft.checkNumber);
  return {
    statementIndex: header.statementIndex,
    entryIndex,
    status: draft.correctAction.toUpperCase() === 'DELETE' ? 'information' : draft.isPending ? 'pending' : 'posted',
    ...dates,
    amount: formatAmount(amount, currency),
    currency,
    entryType: amount.units < 0n ? 'debit' : amount.units > 0n || !isDebitType(draft.type) ? 'credit' : 'debit',
    isReversal: draft.correctAction !== '',
    ...describe(draft),
    counterparty: readCounterparty(draft),
    rail: RAILS.get(draft.type.toUpperCase()) ?? null,
    codes: {
      ...NO_CODES,
      ofxType: draft.type || null,
      proprietaryCode: cleanNumber(draft.merchantCode),
      proprietaryIssuer: cleanNumber(draft.merchantCode) === null ? null : 'SIC',
    },
    bankReference: draft.id || null,
    customerReference: checkNumber ?? cleanNumber(draft.referenceNumber),
    references: readReferences(checkNumber, draft.correctId),
    instructed: null,
    charges: [],
    availability: [],
    details: [],
    position: draft.position,
  };
}

/** A number that banks fill with zeros when there is none. */
function cleanNumber(text: string): string | null {
  return /^0*$/.test(text) ? null : text;
}

function isDebitType(type: string): boolean {
  return OFX_DEBIT_TYPES.has(type.toUpperCase());
}

const RAILS: ReadonlyMap<string, RailHint> = new Map([
  ['CHECK', 'check'],
  ['POS', 'card'],
  ['ATM', 'cash'],
  ['CASH', 'cash'],
  ['XFER', 'book'],
  ['DIRECTDEP', 'ach'],
  ['DIRECTDEBIT', 'ach'],
  ['REPEATPMT', 'ach'],
  ['INT', 'interest'],
  ['DIV', 'interest'],
  ['FEE', 'fee'],
  ['SRVCHG', 'fee'],
]);

/** Banks cut the text for NAME and repeat it whole in MEMO. */
function describe({ name, memo }: TransactionDraft): Pick<Entry, 'description' | 'rawDescription'> {
  const text = name === '' || memo.startsWith(name) ? memo : memo === '' || name === memo ? name : `${name} ${memo}`;
  return { description: normaliseText(text), rawDescription: [name, memo].filter((line) => line !== '') };
}

function readCounterparty({ name, accountTo, bankTo }: TransactionDraft): Counterparty {
  if (name === '' && accountTo === '') return NO_COUNTERPARTY;
  return { name: normaliseText(name), account: accountTo || null, bankId: bankTo || null };
}

function readReferences(checkNumber: string | null, correctId: string): PaymentReferences {
  if (checkNumber === null && correctId === '') return NO_REFERENCES;
  return { ...NO_REFERENCES, checkNumber, correctedReference: correctId || null };
}

import type { CalendarDate } from './calendar-date.ts';

/** The formats this model can carry; `qfx` is OFX with Intuit's additions. */
export type BankFileFormat =
  | 'bai2'
  | 'camt052'
  | 'camt053'
  | 'camt054'
  | 'mt940'
  | 'mt942'
  | 'ofx'
  | 'qfx'
  | 'qif'
  | 'csv';

/** Where something stands in the file: byte offset from 0, line from 1, and the record code or element path. */
export interface FilePosition {
  readonly byteOffset: number;
  readonly line: number;
  /** A BAI2 record code such as `16`, or an element path below the statement such as `Ntry/Amt`. */
  readonly record: string;
}

/** What sort of number the account's is; `proprietary` where the bank says so, `other` where nobody does. */
export type AccountScheme = 'iban' | 'bban' | 'proprietary' | 'other';

/**
 * How far the account's currency can be trusted: stated with the account; taken from its group, from a booked balance, from the first
 * entry or from another balance; declared by the reader's caller; or the default of the format's standard (BAI2: USD).
 */
export type CurrencySource = 'account' | 'group' | 'balance' | 'entry' | 'declared' | 'formatDefault';

/** What the file says the account is. */
export type AccountKind =
  | 'checking'
  | 'savings'
  | 'moneyMarket'
  | 'creditLine'
  | 'certificateOfDeposit'
  | 'creditCard'
  | 'cash'
  | 'investment'
  | 'asset'
  | 'liability';

/** The account as the file names it. */
export interface StatementAccount {
  /** The identification exactly as the file has it; null in formats that need not name an account (OFX, QIF, CSV). */
  readonly rawId: string | null;
  /** Without blanks, in capitals: the form to match accounts by. */
  readonly id: string | null;
  readonly scheme: AccountScheme;
  /** Null where the format does not say. */
  readonly kind: AccountKind | null;
  readonly currency: string | null;
  readonly currencySource: CurrencySource | null;
  readonly name: string | null;
  readonly ownerName: string | null;
  /** BIC, routing number or the bank's own id, whichever the file gives. */
  readonly servicerId: string | null;
  readonly servicerName: string | null;
}

/** What a balance speaks of. Ledger balances count what is booked, available ones what can be drawn. */
export type BalanceType =
  | 'opening'
  /** Yesterday's closing balance: the opening one where no opening balance is given. */
  | 'previousClosing'
  | 'closing'
  | 'openingAvailable'
  | 'closingAvailable'
  | 'currentLedger'
  | 'currentAvailable'
  | 'forwardAvailable'
  | 'other';

/** A balance that the bank states, never one that was reckoned. */
export interface Balance {
  readonly type: BalanceType;
  /** The source's own code: BAI2 `010`, camt `OPBD`, or a proprietary text. */
  readonly code: string;
  /** Signed decimal, credit positive. */
  readonly amount: string;
  readonly currency: string | null;
  readonly date: CalendarDate | null;
  /** True for a balance of one page only (camt sub-type INTM, MT `60M`/`62M`). */
  readonly isIntermediate: boolean;
}

/** A total or count that a bank sends beside balances: BAI2 summary codes, camt `TxsSummry`, MT `:90D:` and `:90C:`. */
export interface Summary {
  readonly code: string;
  /** Decimal as printed, or null when the bank left it out. */
  readonly amount: string | null;
  readonly itemCount: number | null;
}

/** MT942: entries below these amounts are not listed, so that an absent entry says nothing. Unsigned decimals. */
export interface FloorLimit {
  readonly debit: string | null;
  readonly credit: string | null;
  readonly currency: string | null;
}

/** What stands before the first entry. Nothing of a statement may be applied before its trailer. */
export interface StatementHeader {
  /** Position of the statement in its file, from 0. Entries, ends and errors refer to it. */
  readonly statementIndex: number;
  readonly format: BankFileFormat;
  readonly account: StatementAccount;
  /** The bank's id of this statement, never to be trusted as unique. */
  readonly statementId: string | null;
  readonly sequenceNumber: string | null;
  /** The bank's id of the message or file around it. */
  readonly fileReference: string | null;
  /** The day the statement speaks for; null where only what comes after the entries tells, see the trailer. */
  readonly asOfDate: CalendarDate | null;
  /** `HH:MM`, only where the format carries it apart from the date. */
  readonly asOfTime: string | null;
  readonly periodFrom: CalendarDate | null;
  readonly periodTo: CalendarDate | null;
  /** `isLast` is null where only the closing balance tells: it is intermediate on every page but the last. */
  readonly page: { readonly number: string; readonly isLast: boolean | null } | null;
  /** `interim` money may be reported again by a final statement, which supersedes it. */
  readonly timing: 'final' | 'interim';
  /** True when the file says that it replaces what was sent before for this account and day (BAI2 group status 3). */
  readonly isCorrection: boolean;
  readonly floorLimit: FloorLimit | null;
  /** Balances that stand before the first entry; the trailer repeats them together with later ones. */
  readonly balances: readonly Balance[];
  readonly summaries: readonly Summary[];
  readonly position: FilePosition;
}

/** `posted` is booked, `pending` is announced, `information` counts towards no balance: a total, or what may come. */
export type EntryStatus = 'posted' | 'pending' | 'information';

/** `transactionDate` is the day on which the holder acted, given for what is not booked yet. */
export type BookingDateSource = 'bookingDate' | 'valueDate' | 'statementDate' | 'transactionDate';

/** What the source's own codes say about the channel. A hint: the codes stay beside it. */
export type RailHint =
  | 'ach'
  | 'wire'
  | 'check'
  | 'card'
  | 'book'
  | 'sepaCredit'
  | 'sepaDebit'
  | 'instant'
  | 'domesticTransfer'
  | 'payroll'
  | 'fee'
  | 'interest'
  | 'cash'
  | 'lockbox'
  | 'zba'
  | 'other';

/** References that travel with a payment, each under its ISO 20022 name; null where the format has no place for it or the bank left it out. */
export interface PaymentReferences {
  readonly endToEndId: string | null;
  readonly instructionId: string | null;
  readonly transactionId: string | null;
  readonly paymentInformationId: string | null;
  readonly messageId: string | null;
  readonly mandateId: string | null;
  readonly uetr: string | null;
  readonly clearingSystemReference: string | null;
  readonly checkNumber: string | null;
  /** Structured remittance reference (RF, QR and national ones). */
  readonly creditorReference: string | null;
  /** camt `NtryRef`: numbers the entry within its statement only. */
  readonly entryReference: string | null;
  /** OFX: the id of an earlier transaction that this one replaces or deletes. */
  readonly correctedReference: string | null;
}

/** The other side, as the bank names it; all null where it does not. */
export interface Counterparty {
  readonly name: string | null;
  /** IBAN or other account number as written. */
  readonly account: string | null;
  /** BIC or clearing member id. */
  readonly bankId: string | null;
}

/** What the bank takes for this entry. */
export interface Charge {
  /** Signed decimal: a charge the account pays is negative. */
  readonly amount: string;
  readonly currency: string | null;
  readonly type: string | null;
  /** Whether the entry's amount already contains it; null when the bank does not say. */
  readonly isIncluded: boolean | null;
}

/** What was instructed, when it differs from what was booked. */
export interface InstructedAmount {
  /** Unsigned decimal. */
  readonly amount: string;
  readonly currency: string | null;
  readonly exchangeRate: string | null;
}

/** One BAI2 availability slice: so much after so many days, or on a date. */
export interface Availability {
  readonly days: number | null;
  readonly date: CalendarDate | null;
  readonly amount: string | null;
}

/** The bank's own classification of a movement, raw. */
export interface TransactionCodes {
  readonly baiCode: string | null;
  /** ISO 20022 `domain-family-subfamily`. */
  readonly isoCode: string | null;
  /** SWIFT transaction type with its leading letter: `NTRF`. */
  readonly swiftType: string | null;
  /** German Geschäftsvorfallcode, three digits. */
  readonly gvcCode: string | null;
  /** OFX `TRNTYPE`. */
  readonly ofxType: string | null;
  readonly proprietaryCode: string | null;
  readonly proprietaryIssuer: string | null;
  /** ISO external return reason of a returned payment. */
  readonly returnReason: string | null;
}

/** One payment below a booked batch. Balances move by entries, never by details. */
export interface EntryDetail {
  /** Signed decimal, credit positive; null when the bank gives none. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly bankReference: string | null;
  readonly description: string | null;
  readonly rawDescription: readonly string[];
  readonly counterparty: Counterparty;
  readonly references: PaymentReferences;
  readonly codes: TransactionCodes;
  readonly instructed: InstructedAmount | null;
  readonly charges: readonly Charge[];
}

/** One line of a statement. */
export interface Entry {
  readonly statementIndex: number;
  /** Position of the entry in its statement, from 0. */
  readonly entryIndex: number;
  readonly status: EntryStatus;
  readonly bookingDate: CalendarDate | null;
  readonly bookingDateSource: BookingDateSource | null;
  readonly valueDate: CalendarDate | null;
  /** Signed decimal in canonical form, credit positive; agrees with `entryType`. */
  readonly amount: string;
  readonly currency: string | null;
  /** How it hits this account: a reversed credit is a debit. */
  readonly entryType: 'credit' | 'debit';
  readonly isReversal: boolean;
  /** The bank's text in one line, blanks normalised; null when there is none. */
  readonly description: string | null;
  /** The text lines as the file has them. */
  readonly rawDescription: readonly string[];
  readonly counterparty: Counterparty;
  readonly rail: RailHint | null;
  readonly codes: TransactionCodes;
  readonly bankReference: string | null;
  readonly customerReference: string | null;
  readonly references: PaymentReferences;
  readonly instructed: InstructedAmount | null;
  readonly charges: readonly Charge[];
  readonly availability: readonly Availability[];
  readonly details: readonly EntryDetail[];
  readonly position: FilePosition;
}

/** Sums of the posted entries in one currency; both are unsigned decimals. */
export interface CurrencySums {
  readonly currency: string | null;
  readonly credits: string;
  readonly debits: string;
}

/** Counted by the reader over what it gave out, to compare with what a program took. */
export interface StatementTotals {
  readonly entryCount: number;
  readonly postedCount: number;
  readonly pendingCount: number;
  readonly informationCount: number;
  readonly reversalCount: number;
  readonly detailCount: number;
  readonly sums: readonly CurrencySums[];
}

/** Each check is null when the file does not carry what it needs. */
export interface StatementChecks {
  /** Opening balance plus posted entries in its currency equals the closing balance. */
  readonly balancesAddUp: boolean | null;
  /** BAI2: the account trailer's control total equals the sum of all printed amounts. */
  readonly controlTotalMatches: boolean | null;
  /** BAI2: number of records; camt: number of entries in `TxsSummry`; MT: numbers in `:90D:` and `:90C:`. */
  readonly recordCountMatches: boolean | null;
  /** The sums in camt `TxsSummry` or MT `:90D:` and `:90C:` equal those of the entries. */
  readonly summariesMatch: boolean | null;
  /** camt: the details of every entry that lists several add up to it; QIF: the splits. */
  readonly detailsAddUp: boolean | null;
}

/** The statement is whole: everything since its header may be applied now. */
export interface StatementTrailer {
  readonly statementIndex: number;
  /** All balances, those before and those after the entries. */
  readonly balances: readonly Balance[];
  /** All totals, those before and those after the entries. */
  readonly summaries: readonly Summary[];
  /** The day the statement speaks for, as known at its end. */
  readonly asOfDate: CalendarDate | null;
  /** Text that the bank gives for the statement as a whole, line by line. */
  readonly information: readonly string[];
  readonly totals: StatementTotals;
  readonly checks: StatementChecks;
  readonly warningCount: number;
}

/** For formats that carry none; frozen, as entries share it. */
export const NO_REFERENCES: PaymentReferences = Object.freeze({
  endToEndId: null,
  instructionId: null,
  transactionId: null,
  paymentInformationId: null,
  messageId: null,
  mandateId: null,
  uetr: null,
  clearingSystemReference: null,
  checkNumber: null,
  creditorReference: null,
  entryReference: null,
  correctedReference: null,
});

/** For formats that carry none; frozen, as entries share it. */
export const NO_CODES: TransactionCodes = Object.freeze({
  baiCode: null,
  isoCode: null,
  swiftType: null,
  gvcCode: null,
  ofxType: null,
  proprietaryCode: null,
  proprietaryIssuer: null,
  returnReason: null,
});

/** Where the bank names nobody; frozen, as entries share it. */
export const NO_COUNTERPARTY: Counterparty = Object.freeze({ name: null, account: null, bankId: null });

/** The account id in the form to match by: no white space, capitals. Dashes and dots belong to some national numbers and stay. */
export function normaliseAccountId(rawId: string): string {
  return rawId.replaceAll(/\s+/g, '').toUpperCase();
}

/**
 * The balance of one type: statement balances before page balances, the first of the opening and the last of
 * the other ones, as a bank that lists one per page puts them in order. Null when the file has none.
 */
export function findBalance(balances: readonly Balance[], type: BalanceType): Balance | null {
  const ofType = balances.filter((balance) => balance.type === type);
  if (ofType.length === 0 && type === 'opening') return findBalance(balances, 'previousClosing');
  const final = ofType.filter((balance) => !balance.isIntermediate);
  const candidates = final.length > 0 ? final : ofType;
  return (type === 'opening' ? candidates[0] : candidates.at(-1)) ?? null;
}

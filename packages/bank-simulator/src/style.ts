import type { BankCalendar, CalendarDate } from './calendar.ts';
import type { TransactionRail } from './transaction.ts';

/** How often things go another way than planned, each in 10,000 transactions of the kind concerned. */
export interface BehaviourRates {
  /** Purchases made twice on one day for one sum. */
  readonly repeated: number;
  /** Purchases refunded later. */
  readonly refunded: number;
  /** Purchases at merchants with tips or fuel holds that post at another sum than was held. */
  readonly adjusted: number;
  /** Card authorisations that never post. */
  readonly expired: number;
  /** Postings that the bank dates back by one to five business days. */
  readonly backdated: number;
  /** Postings that come two to twelve business days after their day, half of them under that day's date. */
  readonly late: number;
  /** Posted rows that the bank takes back without a trace. */
  readonly withdrawn: number;
  /** Postings that a second row turns round. */
  readonly reversed: number;
  /** Texts that are another while pending than once posted. One shop's text changes always or never. */
  readonly retexted: number;
  /** Batches whose total gives way to its items. */
  readonly split: number;
}

/** How texts are printed. */
export interface TextHabits {
  /** What becomes of the text of a row that is retexted: a word before it, its first 22 characters, or the merchant alone. */
  readonly pending: 'prefixed' | 'cut' | 'merchantOnly';
  /** Parts that differ each time a row is shown: clock time, the masking of a card number, the row's running number. */
  readonly volatile: readonly ('clockTime' | 'maskedCard' | 'runningNumber')[];
}

/** How often a session goes wrong, each in 10,000 sessions or answers. */
export interface AnswerRates {
  /** Sessions that are refused because the consent has expired, or that first ask for a code. */
  readonly consentExpired: number;
  readonly codeAsked: number;
  /** Accounts that a session's list does not show, though they are there. */
  readonly accountMissing: number;
  /** Answers of which a page does not come, so that all further ones are missing too. */
  readonly pageFailed: number;
  /** Answers that leave rows out and say so. */
  readonly partial: number;
  /** Answers cut off inside a row, as a download that breaks. */
  readonly truncated: number;
  /** Rows posted three days ago or earlier that the answers of one day leave out without saying so. Never on two days running. */
  readonly hidden: number;
  /** Answers in which every amount has the wrong sign, while the balances are right. */
  readonly signsInverted: number;
}

/**
 * How an institution shows what is true. Styles are data: everything in which two banks differ is a field here, and the
 * code that shows rows reads the field, never the name.
 */
export interface InstitutionStyle {
  readonly name: string;
  /**
   * `stable`: one id for life. `newOnPosting`: the posted row has another id than the pending one. `reissued`: every
   * session has ids of its own. `dailyNumber`: booking date and the row's number among those of that day by size,
   * which moves when a larger one is booked; pending rows have none. `none`: no ids.
   */
  readonly rowIds: 'stable' | 'newOnPosting' | 'reissued' | 'dailyNumber' | 'none';
  readonly postedOrder: 'oldestFirst' | 'newestFirst';
  readonly pendingPlacement: 'first' | 'last';
  /** Rows on a page of an answer. */
  readonly pageRows: number;
  /** Whether posted rows carry the ledger balance after them. */
  readonly showsRunningBalance: boolean;
  /** Rails whose posted rows carry the bank's own reference. */
  readonly bankReferenceRails: readonly TransactionRail[];
  readonly showsBaiCode: boolean;
  readonly showsMerchant: boolean;
  readonly showsCounterparty: boolean;
  /** Whether a row still shows the day of its authorisation once it has posted. */
  readonly keepsAuthorisedDate: boolean;
  /** How far back rows are shown. A window that begins earlier is answered from there on, and is not complete. */
  readonly retentionDays: number;
  /** The day from which the bank shows everything in its second layout; null when it never changes. */
  readonly secondLayoutFrom: CalendarDate | null;
  readonly calendar: BankCalendar;
  readonly rates: BehaviourRates;
  readonly texts: TextHabits;
  readonly answers: AnswerRates;
}

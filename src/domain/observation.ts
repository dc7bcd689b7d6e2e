import type { AccountDetails, CurrentBalances, StatedBalance } from './account.ts';
import type { Rail, TransactionContent, TransactionStatus } from './transaction.ts';
import type { CalendarDate } from './values/calendar-date.ts';
import type { Instant } from './values/instant.ts';

/** Kind of source, as evidence names it. */
export type SourceKind = 'portal' | 'api' | 'file' | 'simulator';

/** What was read of one account in one go: the only thing that the core ever learns from a source. */
export interface Observation {
  /** Number or name by which the source knows the account; with the currency it identifies it on its connection. */
  readonly accountNumber: string;
  readonly details: AccountDetails;
  readonly rows: readonly ObservedRow[];
  readonly coverage: Coverage;
  readonly currentBalances: CurrentBalances | null;
  readonly statedBalances: readonly StatedBalance[];
  /**
   * Ledger balances before the first and after the last row exactly as the source gave them; they prove the signs and
   * are not kept. Left out where `statedBalances` are themselves as given: a balance of the moment is not, because its
   * day still goes on.
   */
  readonly spanBalances?: readonly StatedBalance[];
  /** Moment up to which the source itself says that its data is current; null when it says nothing. */
  readonly dataAsOf: Instant | null;
}

/** What the rows can prove: within it, and only when the read was complete, a missing row is a fact. */
export interface Coverage {
  /** First and last day read; null when the source names none. */
  readonly from: CalendarDate | null;
  readonly to: CalendarDate | null;
  /** False when a page failed or the answer was cut: then nothing may be taken as gone. */
  readonly complete: boolean;
  /**
   * Statuses of which every row in the window was shown. A file lists rows and proves no absence (banks send pages,
   * corrections and extracts), so for files this is empty.
   */
  readonly proves: readonly TransactionStatus[];
}

/** One line as a source shows it, before any decision about what it is. Amounts are signed decimal text. */
export interface ObservedRow {
  /** The source's own id, or null. */
  readonly sourceId: string | null;
  /** The source's id of the pending row that this posted row was, where it names it. */
  readonly pendingSourceId?: string | null;
  readonly status: TransactionStatus;
  /** Booking date; null while the bank gives none. */
  readonly postedDate: CalendarDate | null;
  /** Day of authorisation or of first showing for a row that is not booked yet. */
  readonly pendingDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  readonly amount: string;
  readonly currency: string;
  /** Ledger balance after this row, where the source shows one; with it the sign of the amount is proven. */
  readonly runningBalance?: string | null;
  /** Text exactly as shown. */
  readonly rawDescription: string | null;
  readonly rail: Rail;
  readonly paymentReference: string | null;
  readonly bankReference: string | null;
  readonly baiCode: string | null;
  readonly category: string | null;
  readonly mcc: string | null;
  readonly merchantName: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  /** Place inside the evidence, such as `line 118`. */
  readonly location: string | null;
}

/** A row after normalisation: comparable with the mirror, content ready to be shown. */
export interface NormalisedRow {
  readonly sourceId: string | null;
  /** See ObservedRow. */
  readonly pendingSourceId?: string | null;
  readonly pendingDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  /** See ObservedRow. */
  readonly runningBalance?: string | null;
  readonly content: TransactionContent;
  /** Identity without ids: rows with equal keys are interchangeable. */
  readonly matchKey: string;
  readonly location: string | null;
}

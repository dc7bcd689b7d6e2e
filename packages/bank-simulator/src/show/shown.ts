import type { CalendarDate, Instant } from '../calendar.ts';

/** A transaction as the bank shows it. Amounts are signed decimal strings, credit positive. Null: the bank shows nothing. */
export interface ShownRow {
  readonly id: string | null;
  readonly status: 'pending' | 'posted';
  readonly bookingDate: CalendarDate | null;
  readonly authorisedDate: CalendarDate | null;
  readonly valueDate: CalendarDate | null;
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
  readonly bankReference: string | null;
  readonly customerReference: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly baiCode: string | null;
  readonly mcc: string | null;
  readonly merchantName: string | null;
  readonly runningBalance: string | null;
}

/** An account as the bank shows it, with its balances at the moment of asking. */
export interface ShownAccount {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly type: 'checking' | 'savings';
  readonly currency: string;
  readonly routingNumber: string | null;
  readonly bic: string | null;
  readonly status: 'open' | 'closed';
  readonly ledgerBalance: string;
  readonly availableBalance: string;
}

/** The ledger balance before the first row of a window, or after its last posted row. */
export interface ShownBalance {
  readonly type: 'openingLedger' | 'closingLedger';
  readonly date: CalendarDate;
  readonly amount: string;
}

/** What a bank shows of one account in a window of dates at one moment. */
export interface ShownWindow {
  readonly asOf: Instant;
  readonly account: ShownAccount;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** False when the window reaches back further than the bank shows rows. */
  readonly complete: boolean;
  readonly balances: readonly ShownBalance[];
  /** Posted rows by booking date, pending rows by authorisation date, in the bank's own order. */
  readonly rows: readonly ShownRow[];
  /** Which of its two layouts the bank shows this in. */
  readonly layout: 1 | 2;
}

import type { AccountBook } from '../account.ts';
import type { CalendarDate } from '../calendar.ts';
import type { InstitutionStyle } from '../style.ts';
import type { Posting, TransactionRecord } from '../transaction.ts';

/** Through whose eyes to look. */
export interface Eyes {
  readonly seed: string;
  readonly style: InstitutionStyle;
  /** The moments at which the bank changed its layout, besides what the style says. */
  readonly layoutChangedAtMs: readonly number[];
}

/** What to look at: the rows of one account, dated `from` to `to` inclusive, at one moment. */
export interface View extends Eyes {
  readonly book: AccountBook;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly atMs: number;
}

/** A row that a view shows, before it is printed. */
export interface SelectedRow {
  readonly record: TransactionRecord;
  /** Null while pending. */
  readonly posting: Posting | null;
  /** Ledger balance after a posted row. */
  readonly balanceMinor: bigint;
}

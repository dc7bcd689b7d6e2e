import type { DecimalMark } from '../loose-amount.ts';
import type { DateOrder } from '../loose-date.ts';

/** A column by its place from 0, by its title in the header row, or -1 for the last one that is filled. */
export type CsvColumn = number | string;

/** How rows say which way the money goes. */
export type CsvAmountRule =
  /** One column with a sign; `isOutflowPositive` where the bank writes spending without one and repayment with a minus. */
  | { readonly kind: 'signed'; readonly column: CsvColumn; readonly isOutflowPositive?: boolean }
  /**
   * A column for each side, one of them filled. `areDebitsNegative` tells whether debits carry a minus; left out, the first debit does.
   * A row with the other sign goes the other way.
   */
  | {
      readonly kind: 'twoColumns';
      readonly debit: CsvColumn;
      readonly credit: CsvColumn;
      readonly areDebitsNegative?: boolean;
    }
  /** A column of unsigned amounts beside one of words; a row with one of `debitWords` is a debit, any other a credit. */
  | {
      readonly kind: 'flagged';
      readonly column: CsvColumn;
      readonly flag: CsvColumn;
      readonly debitWords: readonly string[];
    };

/** Where the account's own number stands: the same for all rows, in a column, or beside a label before the table. */
export type CsvAccountRule =
  | { readonly kind: 'fixed'; readonly id: string }
  | { readonly kind: 'column'; readonly column: CsvColumn }
  | { readonly kind: 'label'; readonly label: string };

/** What one bank's CSV export looks like: data, not code. */
export interface CsvProfile {
  readonly name: string;
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** Default `"`; null where quotes are ordinary characters. */
  readonly quote?: string | null;
  /** Charset of the text where it is not UTF-8; without it it is guessed. */
  readonly charset?: string;
  /** Place of the row with the titles, from 0, blank lines counted; null without one. The rows before it are no data. */
  readonly headerRow: number | null;
  readonly decimalMark: DecimalMark;
  readonly dateOrder: DateOrder;
  readonly date: CsvColumn;
  readonly amount: CsvAmountRule;
  readonly valueDate?: CsvColumn;
  /** Text columns, put together in this order. */
  readonly description?: readonly CsvColumn[];
  readonly counterpartyName?: CsvColumn;
  readonly counterpartyAccount?: CsvColumn;
  /** The bank's own id of the row. */
  readonly id?: CsvColumn;
  readonly reference?: CsvColumn;
  /** Balance after the row. */
  readonly balance?: CsvColumn;
  /** Currency of all rows, or the column that holds each row's. */
  readonly currency?: { readonly code: string } | { readonly column: CsvColumn };
  readonly account?: CsvAccountRule;
  /** Rows are pending where this column, which may be that of the date, has one of the words. */
  readonly pending?: { readonly column: CsvColumn; readonly words: readonly string[] };
  /** Rows never happened where this column has one of the words: declined, reverted. */
  readonly dropped?: { readonly column: CsvColumn; readonly words: readonly string[] };
}

/** The places of a profile's columns in one file; null for those it does not have. */
export interface CsvPlaces {
  readonly date: number;
  readonly valueDate: number | null;
  /** The signed or unsigned amount, or null with a column for each side. */
  readonly amount: number | null;
  readonly debit: number | null;
  readonly credit: number | null;
  readonly flag: number | null;
  readonly description: readonly number[];
  readonly counterpartyName: number | null;
  readonly counterpartyAccount: number | null;
  readonly id: number | null;
  readonly reference: number | null;
  readonly balance: number | null;
  readonly currency: number | null;
  readonly account: number | null;
  readonly pending: number | null;
  readonly dropped: number | null;
}

/** Finds the places of all columns; `missing` names a title that the header row does not have. */
export function locateColumns(
  profile: CsvProfile,
  header: readonly string[],
): { readonly places: CsvPlaces } | { readonly missing: string } {
  let missing: string | null = null;
  const locate = (column: CsvColumn | undefined): number | null => {
    if (column === undefined) return null;
    const place = typeof column === 'number' ? column : header.indexOf(column);
    if (place === -1 && typeof column === 'string') missing ??= column;
    return place;
  };
  const { amount, currency, account } = profile;
  const places: CsvPlaces = {
    date: locate(profile.date) ?? -1,
    valueDate: locate(profile.valueDate),
    amount: amount.kind === 'twoColumns' ? null : locate(amount.column),
    debit: amount.kind === 'twoColumns' ? locate(amount.debit) : null,
    credit: amount.kind === 'twoColumns' ? locate(amount.credit) : null,
    flag: amount.kind === 'flagged' ? locate(amount.flag) : null,
    description: (profile.description ?? []).map((column) => locate(column) ?? -1),
    counterpartyName: locate(profile.counterpartyName),
    counterpartyAccount: locate(profile.counterpartyAccount),
    id: locate(profile.id),
    reference: locate(profile.reference),
    balance: locate(profile.balance),
    currency: currency !== undefined && 'column' in currency ? locate(currency.column) : null,
    account: account?.kind === 'column' ? locate(account.column) : null,
    pending: locate(profile.pending?.column),
    dropped: locate(profile.dropped?.column),
  };
  return missing === null ? { places } : { missing };
}

/** The cell at a place; -1 is the last one that is filled. */
export function cellAt(cells: readonly string[], place: number | null): string {
  if (place === null) return '';
  if (place >= 0) return cells[place] ?? '';
  return cells.findLast((cell) => cell !== '') ?? '';
}

import type { ReadDate } from '../calendar-date.ts';
import { type Decimal, negateDecimal } from '../decimal.ts';
import { parseLooseDate } from '../loose-date.ts';
import { type ProblemCode, quote } from '../problem.ts';
import { type CellMoney, parseCellMoney } from './money.ts';
import { type CsvPlaces, type CsvProfile, cellAt } from './profile.ts';

/** What a row of the table is. */
export type RowReading =
  | { readonly kind: 'movement'; readonly movement: RowMovement }
  /** A row without date and money that carries on the text of the one before. */
  | { readonly kind: 'continuation'; readonly text: string }
  /** A total, a title, a note: no movement. */
  | { readonly kind: 'other'; readonly code: ProblemCode; readonly reason: string }
  | { readonly kind: 'damage'; readonly code: ProblemCode; readonly reason: string };

export interface RowMovement {
  /** Null for a pending row without one. */
  readonly date: ReadDate | null;
  readonly isPending: boolean;
  readonly isDropped: boolean;
  /** Signed. */
  readonly amount: Decimal;
  /** The side of a zero amount. */
  readonly side: 'credit' | 'debit';
  /** What a sign or code beside the amount names. */
  readonly currency: string | null;
}

/** Reads the rows of one table by its profile. */
export class RowReader {
  readonly #profile: CsvProfile;
  readonly #places: CsvPlaces;
  /** Titles of the columns; empty without a header row. */
  readonly #header: readonly string[];
  readonly #pendingWords: ReadonlySet<string>;
  readonly #droppedWords: ReadonlySet<string>;
  readonly #debitWords: ReadonlySet<string>;
  /** Whether debits in a column of their own carry a minus; null until the first one tells. */
  #areDebitsNegative: boolean | null;

  constructor(profile: CsvProfile, places: CsvPlaces, header: readonly string[] = []) {
    this.#profile = profile;
    this.#places = places;
    this.#header = header;
    this.#pendingWords = toWords(profile.pending?.words);
    this.#droppedWords = toWords(profile.dropped?.words);
    const { amount } = profile;
    this.#debitWords = toWords(amount.kind === 'flagged' ? amount.debitWords : []);
    this.#areDebitsNegative = amount.kind === 'twoColumns' ? (amount.areDebitsNegative ?? null) : null;
  }

  /** `cells` are cleaned. */
  read(cells: readonly string[]): RowReading {
    const dateText = cellAt(cells, this.#places.date);
    const money = this.#readMoney(cells);
    const isPending = this.#pendingWords.has(cellAt(cells, this.#places.pending).toLowerCase());
    const date = parseLooseDate(dateText, this.#profile.dateOrder);
    if (date === null && !isPending) return this.#readDateless(cells, dateText, money);
    if (money.kind === 'none') {
      const { amount, debit, credit } = this.#places;
      const places = [amount, debit, credit].filter((place) => place !== null);
      const where = places.map((place) => this.#describeColumn(cells, place)).join(' and ');
      return { kind: 'other', code: 'row_without_amount', reason: `nothing in ${where}` };
    }
    if (money.kind !== 'money') return money;
    const isDropped = this.#droppedWords.has(cellAt(cells, this.#places.dropped).toLowerCase());
    const { amount, side, currency } = money;
    return { kind: 'movement', movement: { date, isPending, isDropped, amount, side, currency } };
  }

  #readDateless(cells: readonly string[], dateText: string, money: RowMoney): RowReading {
    if (looksLikeDate(dateText) && money.kind === 'money') {
      return {
        kind: 'damage',
        code: 'date_garbled',
        reason: `date ${quote(dateText)}, expected ${this.#profile.dateOrder}`,
      };
    }
    const text = this.#places.description
      .map((place) => cellAt(cells, place))
      .join(' ')
      .trim();
    if (dateText === '' && money.kind === 'none' && text !== '') return { kind: 'continuation', text };
    return { kind: 'other', code: 'row_skipped', reason: describeRow(cells) };
  }

  #readMoney(cells: readonly string[]): RowMoney {
    const rule = this.#profile.amount;
    if (rule.kind === 'twoColumns') return this.#readTwoColumns(cells);
    const text = cellAt(cells, this.#places.amount);
    if (text === '') return { kind: 'none' };
    const money = parseCellMoney(text, this.#profile.decimalMark);
    if (money.amount.kind !== 'amount') return this.#garbled(cells, this.#places.amount);
    const value = money.amount.value;
    if (rule.kind === 'flagged') {
      const isDebit = this.#debitWords.has(cellAt(cells, this.#places.flag).toLowerCase());
      return toMoney(isDebit ? negateDecimal(value) : value, isDebit ? 'debit' : 'credit', money);
    }
    // Where spending has no sign, a plus is written on purpose.
    const isFlipped = rule.isOutflowPositive === true && !money.isMarkedCredit;
    return toMoney(isFlipped ? negateDecimal(value) : value, isFlipped ? 'debit' : 'credit', money);
  }

  #readTwoColumns(cells: readonly string[]): RowMoney {
    const debitText = cellAt(cells, this.#places.debit);
    const creditText = cellAt(cells, this.#places.credit);
    const debit = debitText === '' ? null : parseCellMoney(debitText, this.#profile.decimalMark);
    const credit = creditText === '' ? null : parseCellMoney(creditText, this.#profile.decimalMark);
    if (debit !== null && debit.amount.kind !== 'amount') return this.#garbled(cells, this.#places.debit);
    if (credit !== null && credit.amount.kind !== 'amount') return this.#garbled(cells, this.#places.credit);
    const debitValue = debit?.amount.kind === 'amount' ? debit.amount.value : null;
    const creditValue = credit?.amount.kind === 'amount' ? credit.amount.value : null;
    const hasDebit = debitValue !== null && debitValue.units !== 0n;
    const hasCredit = creditValue !== null && creditValue.units !== 0n;
    if (hasDebit && hasCredit) {
      return {
        kind: 'damage',
        code: 'amount_on_both_sides',
        reason: `debit ${quote(debitText)}, credit ${quote(creditText)}`,
      };
    }
    if (hasDebit && debit !== null) {
      this.#areDebitsNegative ??= debitValue.units < 0n;
      return toMoney(this.#areDebitsNegative ? debitValue : negateDecimal(debitValue), 'debit', debit);
    }
    if (creditValue !== null && credit !== null) return toMoney(creditValue, 'credit', credit);
    return debitValue === null || debit === null ? { kind: 'none' } : toMoney(debitValue, 'debit', debit);
  }

  /** Quotes the cell alone: what else stands in the row tells of people and their payments. */
  #garbled(cells: readonly string[], place: number | null): RowMoney {
    const reason = `amount ${quote(cellAt(cells, place))} in ${this.#describeColumn(cells, place)}`;
    return { kind: 'damage', code: 'amount_garbled', reason };
  }

  /** A column as a person finds it: by its number from 1, and by its title where it has one. */
  #describeColumn(cells: readonly string[], place: number | null): string {
    const at = place === null || place >= 0 ? place : cells.findLastIndex((cell) => cell !== '');
    if (at === null || at === -1) return 'the last column';
    const title = this.#header[at] ?? '';
    return `column ${at + 1}${title === '' ? '' : ` ${quote(title)}`}`;
  }
}

type RowMoney =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'money';
      readonly amount: Decimal;
      readonly side: 'credit' | 'debit';
      readonly currency: string | null;
    }
  | { readonly kind: 'damage'; readonly code: ProblemCode; readonly reason: string };

function toMoney(amount: Decimal, side: 'credit' | 'debit', { currency }: CellMoney): RowMoney {
  return { kind: 'money', amount, side, currency };
}

/** Digits and marks and little else, as in `2026-13-45`: a date that is wrong, not a word such as `Total`. */
function looksLikeDate(text: string): boolean {
  return /\d/.test(text) && text.replaceAll(/[\d\s./:,'T-]/g, '').length <= 3;
}

function describeRow(cells: readonly string[]): string {
  return quote(cells.filter((cell) => cell !== '').join(' | '));
}

function toWords(words: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((words ?? []).map((word) => word.toLowerCase()));
}

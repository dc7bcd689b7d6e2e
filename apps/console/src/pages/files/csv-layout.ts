import type { Schemas } from '../../api/operation-types.ts';

/** The contract's own form of a profile: an object whose properties the package of bank files describes. */
export type CsvProfile = Readonly<Schemas['CsvProfile']>;

/** Where a new profile begins: what most banks of Europe write. Its columns are still to be named. */
export const NEW_PROFILE: CsvProfile = {
  name: 'declared in the console',
  delimiter: ';',
  headerRow: 0,
  decimalMark: ',',
  dateOrder: 'DMY',
  date: '',
  amount: { kind: 'signed', column: '' },
};

export const AMOUNT_KINDS = [
  { value: 'signed', label: 'One column with a sign' },
  { value: 'twoColumns', label: 'A column for each side' },
  { value: 'flagged', label: 'One column, and a word beside it' },
] as const;

/** Orders of the parts of a date, of CSV files and of all others. */
export const DATE_ORDERS = [
  { value: 'DMY', label: 'Day, month, year' },
  { value: 'MDY', label: 'Month, day, year' },
  { value: 'YMD', label: 'Year, month, day' },
] as const;

/** Columns that a profile may name, beside date and amount. */
export const OTHER_COLUMNS = [
  { name: 'valueDate', label: 'Value date' },
  { name: 'counterpartyName', label: 'Name of the other side' },
  { name: 'counterpartyAccount', label: 'Account of the other side' },
  { name: 'reference', label: 'Reference' },
  { name: 'id', label: "The bank's own id" },
  { name: 'balance', label: 'Balance after the row' },
] as const;

/** A column as a person writes it: its title, or its number from 1; -1 is the last one that is filled. */
export function columnText(column: unknown): string {
  if (typeof column === 'number') return column < 0 ? '-1' : String(column + 1);
  return typeof column === 'string' ? column : '';
}

/** A column as a profile has it: a place from 0, or a title. */
export function parseColumn(text: string): string | number {
  if (text === '-1') return -1;
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) - 1 : text;
}

/** The profile with one property changed; one that becomes empty is left out, as no profile has empty ones. */
export function withProperty(profile: CsvProfile, name: string, value: unknown): CsvProfile {
  const { [name]: _former, ...rest } = profile;
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? rest : { ...rest, [name]: value };
}

/** The members of a list; none of what is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The same for a property of the rule of amounts, which has others for each kind. */
export function amountOf(profile: CsvProfile): Readonly<Record<string, unknown>> {
  const { amount } = profile;
  return typeof amount === 'object' && amount !== null ? { ...amount } : {};
}

/** The rule of amounts for another kind, with the columns still to be named. */
export function newAmount(kind: string): Readonly<Record<string, unknown>> {
  if (kind === 'twoColumns') return { kind, debit: '', credit: '' };
  if (kind === 'flagged') return { kind, column: '', flag: '', debitWords: [] };
  return { kind: 'signed', column: '' };
}

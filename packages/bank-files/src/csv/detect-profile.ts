import { findCurrencyExponent } from '../currency-exponent.ts';
import { isIban } from '../iban.ts';
import { normaliseAccountId } from '../statement.ts';
import { type ColumnContent, countKind, filledShare } from './column-content.ts';
import { type ColumnRole, findTitleCurrency } from './column-role.ts';
import { findAmount, findDecimalMark } from './find-amount.ts';
import { findDateColumns, findDateOrder } from './find-date.ts';
import { type FoundTable, findTable, MAX_COLUMNS } from './find-table.ts';
import type { Guess } from './guess.ts';
import { parseCellMoney } from './money.ts';
import type { CsvAccountRule, CsvAmountRule, CsvColumn, CsvProfile } from './profile.ts';
import { DROPPED_WORDS, PENDING_WORDS } from './words.ts';

/** A profile found from a sample: a suggestion, to be shown to somebody who knows before it is used for good. */
export interface DetectedCsvProfile {
  readonly profile: CsvProfile;
  /** 0 to 1: how sure it is that dates, amounts and signs are read right. */
  readonly certainty: number;
  /** What the certainty rests on, in sentences; what is in doubt first. */
  readonly reasons: readonly string[];
  /** The titles of the table, empty without a header row. */
  readonly header: readonly string[];
}

const DELIMITERS = [';', ',', '\t', '|'] as const;

/** A line of a sample is looked at as far as this: what is longer is no row of so many columns. */
const MAX_LINE_LENGTH = 65_536;

/** What a sample tells of its layout: the likeliest one, if any, or why none is looked for, as a reason. */
export type CsvDetection =
  | { readonly found: DetectedCsvProfile | null; readonly tooWide: null }
  | { readonly found: null; readonly tooWide: string };

/** Finds out how a CSV export is built, from its first lines. */
export function detectCsvLayout(lines: readonly string[]): CsvDetection {
  const sample = lines.map((line) => line.slice(0, MAX_LINE_LENGTH));
  const found: DetectedCsvProfile[] = [];
  for (const delimiter of DELIMITERS) {
    const table = findTable(sample, delimiter);
    if (table === null) continue;
    // Another delimiter would only cut the same table into columns that mean nothing.
    if ('width' in table) {
      const tooWide = `a row has at least ${table.width} cells; a layout is found among ${MAX_COLUMNS} columns at most`;
      return { found: null, tooWide };
    }
    const detected = detectTable(table, delimiter);
    if (detected !== null) found.push(detected);
  }
  return { found: found.sort((a, b) => b.certainty - a.certainty)[0] ?? null, tooWide: null };
}

/** The layout that the first lines show; null when no delimiter gives a table with dates and amounts. */
export function detectCsvProfile(lines: readonly string[]): DetectedCsvProfile | null {
  return detectCsvLayout(lines).found;
}

function detectTable(table: FoundTable, delimiter: CsvProfile['delimiter']): DetectedCsvProfile | null {
  const { columns } = table;
  const dates = findDateColumns(columns);
  if (dates === null) return null;
  const taken = new Set(columns.filter((column) => countKind(column, 'date') > 0).map(({ place }) => place));
  const amount = findAmount(columns, taken);
  if (amount === null) return null;
  const moneyCells = listMoneyCells(columns, amount.value.rule);
  const order = findDateOrder(dates.value, hasDollars(moneyCells, table));
  if (order === null) return null;
  const mark = findDecimalMark(moneyCells);
  const profile: CsvProfile = {
    name: 'detected',
    delimiter,
    headerRow: table.headerRow,
    decimalMark: mark.value,
    dateOrder: order.value,
    date: dates.value.date.place,
    amount: amount.value.rule,
    ...findOptional(table, { ...dates.value, balance: amount.value.balance, dated: taken }, moneyCells),
  };
  return { profile, header: table.header, ...judge(table, [dates, order, amount, mark]) };
}

function listMoneyCells(columns: readonly ColumnContent[], rule: CsvAmountRule): string[] {
  const places: readonly CsvColumn[] = rule.kind === 'twoColumns' ? [rule.debit, rule.credit] : [rule.column];
  return columns.filter(({ place }) => places.includes(place)).flatMap(({ cells }) => cells);
}

/** Dollars suggest dates as Americans write them. */
function hasDollars(moneyCells: readonly string[], { header }: FoundTable): boolean {
  return moneyCells.some((cell) => cell.includes('$')) || header.some((title) => /\bUSD\b/.test(title));
}

function judge(
  table: FoundTable,
  guesses: readonly Guess<unknown>[],
): Pick<DetectedCsvProfile, 'certainty' | 'reasons'> {
  const reasons: string[] = [];
  let certainty = 1;
  const doubt = (factor: number, reason: string) => {
    if (factor >= 1) return;
    certainty *= factor;
    reasons.push(reason);
  };
  for (const found of guesses) doubt(found.certainty, found.doubt ?? 'it is a guess');
  if (table.headerRow === null) doubt(0.9, 'the table has no titles');
  if (table.evenShare < 0.9) doubt(0.9, 'rows have different numbers of cells');
  const movements = table.columns[0]?.cells.length ?? 0;
  if (movements < 3) doubt(0.95, `only ${movements} rows to learn from`);
  reasons.push(`${movements} of ${table.rows.length} rows have a date and an amount`);
  return { certainty, reasons };
}

interface FoundColumns {
  readonly date: ColumnContent;
  readonly valueDate: ColumnContent | null;
  readonly balance: ColumnContent | null;
  /** Places of all columns that hold dates. */
  readonly dated: ReadonlySet<number>;
}

function findOptional(
  table: FoundTable,
  { date, valueDate, balance, dated }: FoundColumns,
  moneyCells: readonly string[],
): Partial<CsvProfile> {
  const free = table.columns.filter(({ place }) => !dated.has(place) && place !== balance?.place);
  const status = free.find((column) => hasRole(column, 'status'));
  const currency = findCurrency(table, free, moneyCells);
  const account = findAccount(table, free);
  const name = free.find((column) => hasRole(column, 'name') && countKind(column, 'text') > 0);
  const otherAccount = free.find((column) => hasRole(column, 'otherAccount') && filledShare(column) > 0);
  const id = free.find((column) => hasRole(column, 'id') && isUnique(column));
  const isDatePending = table.rows.some((cells) => isPendingWord(cells[date.place] ?? ''));
  const pendingColumn = isDatePending ? date.place : status?.place;
  return {
    description: findDescription(free, name),
    ...(valueDate === null ? {} : { valueDate: valueDate.place }),
    ...(balance === null ? {} : { balance: balance.place }),
    ...(currency === null ? {} : { currency }),
    ...(account === null ? {} : { account }),
    ...(name === undefined ? {} : { counterpartyName: name.place }),
    ...(otherAccount === undefined ? {} : { counterpartyAccount: otherAccount.place }),
    ...(id === undefined ? {} : { id: id.place }),
    ...(pendingColumn === undefined ? {} : { pending: { column: pendingColumn, words: PENDING_WORDS } }),
    ...(status === undefined ? {} : { dropped: { column: status.place, words: DROPPED_WORDS } }),
  };
}

function hasRole({ roles }: ColumnContent, role: ColumnRole): boolean {
  return roles.has(role);
}

function isPendingWord(cell: string): boolean {
  return PENDING_WORDS.includes(cell.toLowerCase());
}

/** An id is another one in every row. */
function isUnique({ cells }: ColumnContent): boolean {
  return cells.length > 1 && cells.every((cell) => cell !== '') && new Set(cells).size === cells.length;
}

function findCurrency(
  table: FoundTable,
  free: readonly ColumnContent[],
  moneyCells: readonly string[],
): NonNullable<CsvProfile['currency']> | null {
  const isCode = (column: ColumnContent) =>
    filledShare(column) > 0.5 && column.cells.every((cell) => cell === '' || /^[A-Za-z]{3}$/.test(cell));
  const titled = free.find((column) => isCode(column) && hasRole(column, 'currency'));
  const known = (column: ColumnContent) => column.cells.every((cell) => isCurrency(cell));
  const column = titled ?? free.find((candidate) => table.headerRow === null && isCode(candidate) && known(candidate));
  if (column !== undefined) return { column: column.place };
  const money = new Set(moneyCells);
  const places = table.columns.filter(({ cells }) => cells.some((cell) => cell !== '' && money.has(cell)));
  const fromTitle = places.map(({ title }) => findTitleCurrency(title, isCurrency)).find((code) => code !== null);
  const fromCells = moneyCells.map((cell) => parseCellMoney(cell, null).currency).find((code) => code !== null);
  const fromPreamble = table.preamble.flat().find((cell) => isCurrency(cell));
  const balances = table.columns.filter((candidate) => hasRole(candidate, 'balance'));
  const fromBalance = balances.map(({ title }) => findTitleCurrency(title, isCurrency)).find((code) => code !== null);
  const code = fromTitle ?? fromCells ?? fromBalance ?? fromPreamble ?? null;
  return code === null ? null : { code };
}

function isCurrency(text: string): boolean {
  return text.length === 3 && findCurrencyExponent(text) !== null;
}

/** The account's own number: beside a label before the table, or the same in every row of a column that is called so. */
function findAccount(table: FoundTable, free: readonly ColumnContent[]): CsvAccountRule | null {
  const labels = table.preamble.filter((cells) => {
    const value = cells.slice(1).find((cell) => cell !== '') ?? '';
    return /\d/.test(value) && /^(?:iban|konto|account|rekening|cuenta|compte|conto)/i.test(cells[0] ?? '');
  });
  const label = labels.find((cells) => isIban(normaliseAccountId(cells[1] ?? ''))) ?? labels[0];
  if (label !== undefined) return { kind: 'label', label: label[0] ?? '' };
  const column = free.find((candidate) => {
    const isSame = new Set(candidate.cells).size === 1 && candidate.cells.length > 1;
    const isNumber = candidate.cells.every((cell) => isIban(normaliseAccountId(cell)));
    return hasRole(candidate, 'ownAccount') && filledShare(candidate) === 1 && (isSame || isNumber);
  });
  return column === undefined ? null : { kind: 'column', column: column.place };
}

/** The columns that are called a text; without any the longest text that is not the other party. */
function findDescription(free: readonly ColumnContent[], name: ColumnContent | undefined): number[] {
  const texts = free.filter((column) => countKind(column, 'text') > 0);
  const titled = texts.filter((column) => hasRole(column, 'description') && column !== name);
  if (titled.length > 0) return titled.map(({ place }) => place);
  const others = texts.filter((column) => column !== name);
  const lengths = others.map(({ cells }) => cells.reduce((sum, cell) => sum + cell.length, 0));
  const longest = others[lengths.indexOf(Math.max(...lengths))] ?? name;
  return longest === undefined ? [] : [longest.place];
}

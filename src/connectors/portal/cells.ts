import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import { type AmountForm, type DateForm, parseBankAmount, parseBankDate } from './bank-text.ts';
import { PortalFormError } from './form-error.ts';

/** A table as it stands on a page or in an export: texts only. */
export interface RawTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One row whose cells are found by what they mean. */
export interface Cells<Key extends string = string> {
  text(key: Key): string;
  /** Null where the cell is empty or the column is not there. */
  optional(key: Key): string | null;
  date(key: Key, form: DateForm): CalendarDate;
  optionalDate(key: Key, form: DateForm): CalendarDate | null;
  /** Signed decimal text. */
  amount(key: Key, form: AmountForm): string;
  optionalAmount(key: Key, form: AmountForm): string | null;
}

/** Headers by which columns are known; one that begins with `?` need not be there. */
export type Headers<Key extends string = string> = Readonly<Record<Key, string>>;

/** Finds columns by their headers. Throws PortalFormError where one is missing or there twice, or a row has other cells. */
export function readCells<Key extends string>(table: RawTable, headers: Headers<Key>, place: string): Cells<Key>[] {
  const columns = new Map<string, number>();
  for (const [key, wanted] of Object.entries<string>(headers)) {
    const header = wanted.replace(/^\?/, '');
    const found = table.headers.flatMap((text, index) => (text === header ? [index] : []));
    if (found.length > 1) throw new PortalFormError(`${place}: the column ${header} is there twice`);
    const [index] = found;
    if (index !== undefined) columns.set(key, index);
    else if (!wanted.startsWith('?')) throw new PortalFormError(`${place}: the column ${header} is missing`);
  }
  return table.rows.map((row, index) => {
    const at = `${place}, row ${index + 1}`;
    if (row.length !== table.headers.length) throw new PortalFormError(`${at}: it has ${row.length} cells`);
    return createCells(row, columns, at);
  });
}

function createCells<Key extends string>(
  row: readonly string[],
  columns: ReadonlyMap<string, number>,
  at: string,
): Cells<Key> {
  const optional = (key: Key) => {
    const column = columns.get(key);
    const value = column === undefined ? '' : (row[column] ?? '').trim();
    return value === '' ? null : value;
  };
  const text = (key: Key) => {
    const value = optional(key);
    if (value === null) throw new PortalFormError(`${at}: ${key} is empty`);
    return value;
  };
  const date = (key: Key, form: DateForm) => {
    const value = parseBankDate(text(key), form);
    if (value === null) throw new PortalFormError(`${at}: ${key} is no date like ${form}`);
    return value;
  };
  const amount = (key: Key, form: AmountForm) => {
    const value = parseBankAmount(text(key), form);
    if (value === null) throw new PortalFormError(`${at}: ${key} is no amount`);
    return value;
  };
  return {
    text,
    optional,
    date,
    optionalDate: (key, form) => (optional(key) === null ? null : date(key, form)),
    amount,
    optionalAmount: (key, form) => (optional(key) === null ? null : amount(key, form)),
  };
}

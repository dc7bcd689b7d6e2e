import { type DateOrder, parseLooseDate, splitDate } from '../loose-date.ts';
import { type ColumnContent, countKind, filledShare } from './column-content.ts';
import type { ColumnRole } from './column-role.ts';
import { type Guess, guess, sure } from './guess.ts';

const DATE_ROLES: readonly [ColumnRole, number][] = [
  ['bookingDate', 4],
  ['date', 3],
  ['transactionDate', 2],
  ['valueDate', 1],
];

export interface DateColumns {
  readonly date: ColumnContent;
  readonly valueDate: ColumnContent | null;
  /** Any second date of the rows. */
  readonly otherDate: ColumnContent | null;
}

/** The column of the booking date: by its title, then by its place; one that is not always filled comes last. */
export function findDateColumns(columns: readonly ColumnContent[]): Guess<DateColumns> | null {
  const dated = columns.filter((column) => {
    const filled = column.kinds.length - countKind(column, 'blank');
    return filled > 0 && countKind(column, 'date') >= filled * 0.8 && filledShare(column) > 0.3;
  });
  const ranked = dated
    .map((column) => ({ column, score: scoreTitle(column) - (filledShare(column) < 0.95 ? 10 : 0) }))
    .sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (best === undefined) return null;
  const others = dated.filter((column) => column !== best.column);
  const valueDate = others.find((column) => column.roles.has('valueDate')) ?? null;
  const value = { date: best.column, valueDate, otherDate: valueDate ?? others[0] ?? null };
  if (best.score > 0) return sure(value);
  const certainty = dated.length === 1 ? 0.97 : 0.9;
  return guess(value, certainty, `column ${best.column.place + 1} is taken for the date by its content`);
}

function scoreTitle({ roles }: ColumnContent): number {
  return DATE_ROLES.find(([role]) => roles.has(role))?.[1] ?? 0;
}

/**
 * The order of day and month: what all dates allow, else what is usual with their separator, puts them in a row, keeps the dates of a row
 * together or lets days vary more than months, else what the currency suggests.
 */
export function findDateOrder({ date: column, otherDate }: DateColumns, isAmerican: boolean): Guess<DateOrder> | null {
  const cells = column.cells.filter((cell) => splitDate(cell) !== null || /^\d{8}/.test(cell));
  const parsed = (order: DateOrder) => cells.filter((cell) => parseLooseDate(cell, order) !== null).length;
  if (cells.every((cell) => saysItsOrder(cell))) return sure('YMD');
  const counts = { DMY: parsed('DMY'), MDY: parsed('MDY'), YMD: parsed('YMD') };
  const best = Math.max(counts.DMY, counts.MDY, counts.YMD);
  if (best === 0) return null;
  const certainty = best === cells.length ? 1 : 0.6;
  if (counts.DMY === best && counts.MDY < best) return guess('DMY', certainty, 'some dates cannot be read');
  if (counts.MDY === best && counts.DMY < best) return guess('MDY', certainty, 'some dates cannot be read');
  if (counts.DMY < best) return guess('YMD', certainty * 0.9, 'years of two digits may stand in front');
  if (cells.every((cell) => cell.includes('.'))) return sure('DMY');
  return (
    findOrderBySequence(cells) ??
    findOrderByPairs(column, otherDate) ??
    findOrderByVariety(cells) ??
    guess(isAmerican ? 'MDY' : 'DMY', 0.6, 'no date shows whether the day or the month comes first')
  );
}

/** A year of four digits in front, or a month's name, leaves no choice. */
function saysItsOrder(cell: string): boolean {
  const parts = splitDate(cell);
  return parts === null ? /^(?:19|20)\d{6}/.test(cell) : parts.yearAt === 0 || parts.monthAt !== -1;
}

/** Exports list by date: an order in which the dates rise or fall all the way is the right one where the other jumps. */
function findOrderBySequence(cells: readonly string[]): Guess<DateOrder> | null {
  const isSteady = (order: DateOrder) => {
    const dates = cells.map((cell) => parseLooseDate(cell, order)?.date ?? '');
    const pairs = dates.slice(1).map((date, i) => date.localeCompare(dates[i] ?? ''));
    return new Set(dates).size >= 3 && (pairs.every((sign) => sign <= 0) || pairs.every((sign) => sign >= 0));
  };
  const [dayFirst, monthFirst] = [isSteady('DMY'), isSteady('MDY')];
  if (dayFirst === monthFirst) return null;
  return guess(dayFirst ? 'DMY' : 'MDY', 0.9, 'the order of day and month is told by the sequence of the dates');
}

/** The dates of one row are days apart, not months. */
function findOrderByPairs(column: ColumnContent, other: ColumnContent | null): Guess<DateOrder> | null {
  if (other === null) return null;
  const distance = (order: DateOrder) =>
    column.cells.reduce((sum, cell, row) => {
      const [one, two] = [parseLooseDate(cell, order), parseLooseDate(other.cells[row] ?? '', order)];
      return one === null || two === null ? sum : sum + Math.abs(Date.parse(one.date) - Date.parse(two.date));
    }, 0);
  const [dayFirst, monthFirst] = [distance('DMY'), distance('MDY')];
  if (Math.max(dayFirst, monthFirst) < 5 * Math.max(Math.min(dayFirst, monthFirst), 1)) return null;
  return guess(
    dayFirst < monthFirst ? 'DMY' : 'MDY',
    0.9,
    'the order of day and month is told by the two dates of the rows',
  );
}

/** An export spans few months and many days. */
function findOrderByVariety(cells: readonly string[]): Guess<DateOrder> | null {
  const distinct = (place: 0 | 1) => new Set(cells.map((cell) => splitDate(cell)?.numbers[place])).size;
  const [first, second] = [distinct(0), distinct(1)];
  if (Math.max(first, second) < 3 || Math.max(first, second) < 3 * Math.min(first, second)) return null;
  return guess(first > second ? 'DMY' : 'MDY', 0.8, 'the order of day and month is told by which of them varies more');
}

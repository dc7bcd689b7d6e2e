import { splitDate } from '../loose-date.ts';
import type { ColumnRole } from './column-role.ts';
import { parseCellMoney } from './money.ts';

export type CellKind = 'blank' | 'date' | 'money' | 'integer' | 'text';

/** What a cell looks like by itself. Money has a decimal mark, a sign or a currency; an integer may be anything. */
export function classifyCell(text: string): CellKind {
  if (text === '') return 'blank';
  if (!/\d/.test(text)) return 'text';
  if (splitDate(text) !== null || isCompactDate(text)) return 'date';
  if (/^\d+$/.test(text)) return 'integer';
  return parseCellMoney(text, null).amount.kind === 'garbled' ? 'text' : 'money';
}

/** Eight digits or a time stamp that begin with a year of ours. */
function isCompactDate(text: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:$|\D|\d{6}(?:$|\D))/.test(text);
}

/** The cells of one column in the rows that are movements. */
export interface ColumnContent {
  readonly place: number;
  readonly title: string;
  /** All that the title may mean. */
  readonly roles: ReadonlySet<ColumnRole>;
  readonly cells: readonly string[];
  readonly kinds: readonly CellKind[];
}

/** How many cells of the column are of one of these kinds. */
export function countKind(column: ColumnContent, ...kinds: readonly CellKind[]): number {
  return column.kinds.filter((kind) => kinds.includes(kind)).length;
}

/** The share of filled cells. */
export function filledShare(column: ColumnContent): number {
  return column.kinds.length === 0 ? 0 : 1 - countKind(column, 'blank') / column.kinds.length;
}

/** Whether every filled cell can be money, and there is one. */
export function isMoneyColumn(column: ColumnContent): boolean {
  const filled = column.kinds.length - countKind(column, 'blank');
  return filled > 0 && countKind(column, 'money', 'integer') >= filled * 0.95;
}

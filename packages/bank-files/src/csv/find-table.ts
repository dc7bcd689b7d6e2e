import { CellSplitter, cleanCell } from './cells.ts';
import { type CellKind, type ColumnContent, classifyCell } from './column-content.ts';
import { listRoles } from './column-role.ts';

/** The part of a sample that is the table. */
export interface FoundTable {
  readonly headerRow: number | null;
  readonly header: readonly string[];
  /** The rows before it, by their index. */
  readonly preamble: readonly (readonly string[])[];
  /** All rows behind the header that are not blank. */
  readonly rows: readonly (readonly string[])[];
  /** The rows that have a date and money. */
  readonly columns: readonly ColumnContent[];
  /** The share of rows with the usual number of cells. */
  readonly evenShare: number;
}

/** A table in which the columns cannot be told apart: it has more than a layout is looked for among. */
export interface WideTable {
  /** Cells of its widest row. */
  readonly width: number;
}

const MAX_ROWS = 500;
const MAX_PREAMBLE = 60;

/** Exports have up to some fifty columns; each more has to be compared with all others. */
export const MAX_COLUMNS = 200;

/** A quoted cell that is longer than this ends its row here. */
const MAX_QUOTED_ROW_LENGTH = 10_000;

/** Splits the sample with this delimiter and finds header and rows; null when no row has a date and money. */
export function findTable(lines: readonly string[], delimiter: string): FoundTable | WideTable | null {
  const { rows, widths } = splitRows(lines, delimiter);
  const kinds = rows.map((cells) => cells.map(classifyCell));
  const first = kinds.findIndex((row, index) => index < MAX_PREAMBLE && isMovement(row));
  if (first === -1) return null;
  const headerRow = findHeaderRow(kinds, first, rows);
  const start = headerRow === null ? first : headerRow + 1;
  const body = rows.slice(start).filter((cells) => cells.some((cell) => cell !== ''));
  const header = headerRow === null ? [] : (rows[headerRow] ?? []);
  const movements = body.filter((cells) => isMovement(cells.map(classifyCell)));
  if (countColumns(movements, header) > MAX_COLUMNS) return { width: Math.max(...widths) };
  return {
    headerRow,
    header,
    preamble: rows.slice(0, headerRow ?? first),
    rows: body,
    columns: buildColumns(movements, header),
    evenShare: shareOfEvenRows(movements),
  };
}

/** Rows with the cells that count, one more than columns may be, and how many cells each has in truth. */
function splitRows(lines: readonly string[], delimiter: string): { rows: string[][]; widths: number[] } {
  const splitter = new CellSplitter(delimiter, '"');
  const rows: string[][] = [];
  const widths: number[] = [];
  let length = 0;
  for (const line of lines) {
    splitter.write(line);
    length += line.length;
    if (splitter.isOpen && length < MAX_QUOTED_ROW_LENGTH) {
      // For the line end.
      length++;
      continue;
    }
    const cells = splitter.take();
    length = 0;
    widths.push(cells.length);
    rows.push(cells.slice(0, MAX_COLUMNS + 1).map(cleanCell));
    if (rows.length >= MAX_ROWS) break;
  }
  return { rows, widths };
}

function isMovement(kinds: readonly CellKind[]): boolean {
  const hasMoney = kinds.includes('money') || kinds.includes('integer');
  return kinds.includes('date') && hasMoney && kinds.filter((kind) => kind !== 'blank').length >= 2;
}

/** The nearest row above that holds words and neither dates nor money, over rows that are pending and so have no date. */
function findHeaderRow(
  kinds: readonly (readonly CellKind[])[],
  first: number,
  rows: readonly (readonly string[])[],
): number | null {
  for (let index = first - 1; index >= 0; index--) {
    const row = kinds[index] ?? [];
    const texts = row.filter((kind) => kind === 'text').length;
    const isWords = !row.includes('date') && !row.includes('money');
    const width = rows[first]?.length ?? 0;
    if (isWords && texts >= 2 && row.length >= width / 2 && row.length > 1) return index;
  }
  return null;
}

/** So many rows tell how many columns there are. */
const WIDTH_ROWS = 50;

function countColumns(movements: readonly (readonly string[])[], header: readonly string[]): number {
  return Math.max(header.length, ...movements.slice(0, WIDTH_ROWS).map(({ length }) => length));
}

function buildColumns(movements: readonly (readonly string[])[], header: readonly string[]): ColumnContent[] {
  const width = countColumns(movements, header);
  return Array.from({ length: width }, (_, place) => {
    const cells = movements.map((row) => row[place] ?? '');
    const title = header[place] ?? '';
    return { place, title, roles: listRoles(title), cells, kinds: cells.map(classifyCell) };
  });
}

function shareOfEvenRows(movements: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of movements) counts.set(length, (counts.get(length) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, movements.length);
}

import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import classes from './data-table.module.css';
import { useRowKeys } from './use-row-keys.ts';

/** A column of a table. On a phone a row becomes a small card: `main` columns stand on its first line, `hidden` ones are left out. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly align?: 'left' | 'right';
  /** A CSS width; columns without one share what is left. */
  readonly width?: string;
  readonly phone?: 'main' | 'detail' | 'hidden';
}

export interface DataTableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Opens a row by click or Enter. Give the row a link as well where it has a page of its own. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Marks one row, such as the one that is open beside the table. */
  readonly openKey?: string | null;
  /** Called when the reader comes near the end, while there is more. */
  readonly onEnd?: (() => void) | undefined;
  /** How tall a row is about, in pixels; it is measured when it is shown. */
  readonly rowHeight?: number;
}

/** Below this number of rows all are in the document, so that the browser's own search finds them. */
const MAX_PLAIN_ROWS = 100;
const OVERSCAN = 12;
const FEATURES = tableFeatures({});

/** The elements' own roles, said again: shown as a list on a phone, a table loses them in some browsers. */
const ROLE = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/**
 * Rows under a header that stays in sight. Scrolls with the page; of many rows only those in sight are in the document. Arrow keys,
 * Home, End and the page keys move from row to row, Enter opens one.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, onOpen, openKey = null, onEnd, rowHeight = 41 } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const definitions = useMemo(() => columns.map((column) => defineColumn(column)), [columns]);
  const isPlain = rows.length <= MAX_PLAIN_ROWS;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: offset,
    getItemKey: (index) => keyOf(rows[index] as Row), // Every index below count has a row.
    enabled: !isPlain,
  });
  const shown = virtualizer.getVirtualItems();
  const first = isPlain ? 0 : (shown[0]?.index ?? 0);
  const last = isPlain ? rows.length - 1 : (shown.at(-1)?.index ?? -1);
  const before = isPlain ? 0 : (shown[0]?.start ?? offset) - offset;
  const after = isPlain ? 0 : Math.max(0, virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? offset) - offset));
  // The rows in sight only: a model of 100,000 would be made anew with every page that is read.
  const visible = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const table = useTable({ features: FEATURES, columns: definitions, data: visible as Row[], getRowId: keyOf });
  useCallAtEnd(last >= rows.length - OVERSCAN && rows.length > 0, rows.length, onEnd);
  const keys = useRowKeys({ body, count: rows.length, scrollTo: (index) => virtualizer.scrollToIndex(index) });
  return (
    <table className={classes.table} {...ROLE.table} aria-label={label} aria-rowcount={rows.length + 1}>
      <colgroup>
        {columns.map(({ key, width }) => (
          <col key={key} {...(width === undefined ? {} : { style: { width } })} />
        ))}
      </colgroup>
      <thead {...ROLE.rowgroup}>
        <tr {...ROLE.row} aria-rowindex={1}>
          {columns.map(({ key, title, align = 'left' }) => (
            <th key={key} {...ROLE.columnheader} scope="col" data-align={align}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} {...ROLE.rowgroup} onKeyDown={keys.onKeyDown}>
        <Spacer height={before} span={columns.length} />
        {table.getRowModel().rows.map((row, position) => {
          const index = first + position;
          return (
            <tr
              key={row.id}
              ref={isPlain ? undefined : virtualizer.measureElement}
              {...ROLE.row}
              data-index={index}
              aria-rowindex={index + 2}
              aria-current={row.id === openKey || undefined}
              data-opens={onOpen !== undefined || undefined}
              {...(onOpen === undefined ? {} : keys.rowProps(index))}
              onClick={onOpen === undefined ? undefined : (event) => isPlainClick(event) && onOpen(row.original)}
            >
              <Cells
                row={row.original}
                columns={columns}
                render={() => row.getAllCells().map((cell) => <table.FlexRender key={cell.id} cell={cell} />)}
              />
            </tr>
          );
        })}
        <Spacer height={after} span={columns.length} />
      </tbody>
    </table>
  );
}

/**
 * The cells of a row, drawn anew only when the row or the columns have changed: while one scrolls, most rows in sight are those
 * that were in sight before.
 */
const Cells = memo(
  function Cells({ columns, render }: CellsProps) {
    const contents = render();
    return columns.map(({ key, align = 'left', phone = 'detail', title }, at) => (
      <td key={key} {...ROLE.cell} data-align={align} data-phone={phone} data-title={title}>
        {contents[at]}
      </td>
    ));
  },
  (before, after) => before.row === after.row && before.columns === after.columns,
);

interface CellsProps {
  readonly row: object;
  readonly columns: readonly Pick<DataColumn<never>, 'key' | 'title' | 'align' | 'phone'>[];
  /** Contents in the order of the columns. */
  readonly render: () => readonly ReactNode[];
}

function defineColumn<Row extends object>({ key, title, render }: DataColumn<Row>): ColumnDef<typeof FEATURES, Row> {
  return { id: key, header: title, cell: ({ row }) => render(row.original) };
}

/** Stands for the rows that are not in the document. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className={classes.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

/** Calls once for each length of the list at which the end comes near. */
function useCallAtEnd(isNear: boolean, count: number, onEnd: (() => void) | undefined): void {
  const calledAt = useRef(-1);
  useEffect(() => {
    if (!isNear || calledAt.current === count || onEnd === undefined) return;
    calledAt.current = count;
    onEnd();
  }, [isNear, count, onEnd]);
}

/** A click on a link or button in the row, or one that selects text, does not open the row. */
function isPlainClick(event: React.MouseEvent<HTMLElement>): boolean {
  if (event.target instanceof Element && event.target.closest('a, button, input, label') !== null) return false;
  return window.getSelection()?.isCollapsed !== false;
}

/** Rows as aligned columns under a heading; numbers are right-aligned when asked for. Ends with a line break. */
export function renderTable(
  columns: readonly { readonly title: string; readonly align?: 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        const width = widths[index] ?? 0;
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return `${[line(columns.map(({ title }) => title)), ...rows.map(line)].join('\n')}\n`;
}

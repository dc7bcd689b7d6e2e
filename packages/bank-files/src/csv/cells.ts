/** The cells of a line, and whether its last one is quoted and goes on in the next line. */
export interface SplitCells {
  readonly cells: string[];
  readonly isOpen: boolean;
}

/** Splits a line at its delimiter. A cell that begins with a quote ends at the next single one; two stand for one. */
export function splitCells(line: string, delimiter: string, quote: string | null): SplitCells {
  if (quote === null || !line.includes(quote)) return { cells: line.split(delimiter), isOpen: false };
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const start = skipBlanks(line, at, delimiter);
    if (line[start] !== quote) {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end === -1 ? line.length : end));
      if (end === -1) return { cells, isOpen: false };
      at = end + 1;
      continue;
    }
    const quoted = readQuoted(line, start + 1, quote);
    if (quoted === null) {
      cells.push(line.slice(start + 1));
      return { cells, isOpen: true };
    }
    // What stands between the closing quote and the delimiter belongs to the cell, as sloppy exports write it.
    const end = line.indexOf(delimiter, quoted.end);
    cells.push(quoted.text + line.slice(quoted.end, end === -1 ? line.length : end));
    if (end === -1) return { cells, isOpen: false };
    at = end + 1;
  }
}

function skipBlanks(line: string, from: number, delimiter: string): number {
  let at = from;
  while (line[at] === ' ' && delimiter !== ' ') at++;
  return at;
}

/** The text up to the closing quote, and the place behind it; null when it is not on this line. */
function readQuoted(line: string, start: number, quote: string): { text: string; end: number } | null {
  let text = '';
  let at = start;
  for (;;) {
    const end = line.indexOf(quote, at);
    if (end === -1) return null;
    if (line[end + 1] !== quote) return { text: text + line.slice(at, end), end: end + 1 };
    text += line.slice(at, end + 1);
    at = end + 2;
  }
}

/** The text of a cell: blanks around it gone, and the formula that keeps a spreadsheet from reading a number (`="0012"`). */
export function cleanCell(cell: string | undefined): string {
  const text = cell?.trim() ?? '';
  return text.startsWith('="') && text.endsWith('"') && text.length > 3 ? text.slice(2, -1) : text;
}

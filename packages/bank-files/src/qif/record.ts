export interface QifSplit {
  readonly category: string;
  memo: string;
  /** As written; blank where the file gives only a percentage. */
  amount: string;
}

/** One record: a letter per line, values as written, blank for what is not there. */
export interface QifRecord {
  readonly date: string;
  /** `T`, or `U` where there is no `T`. */
  readonly amount: string;
  readonly number: string;
  readonly payee: string;
  readonly memo: string;
  readonly category: string;
  readonly address: readonly string[];
  readonly splits: readonly QifSplit[];
  readonly isEmpty: boolean;
  /** Two amounts, or two days and amounts: the end mark between two records is missing. */
  readonly isDouble: boolean;
}

/** Reads the lines of a record, without its end mark. What stands behind a split's `S` belongs to the split. */
export function parseRecord(lines: readonly string[]): QifRecord {
  const values = new Map<string, string>();
  const address: string[] = [];
  const splits: QifSplit[] = [];
  const repeated = new Set<string>();
  for (const line of lines) {
    const code = line[0] ?? '';
    const value = line.slice(1).trim();
    const earlier = values.get(code);
    if (earlier !== undefined && value !== '') repeated.add(code === 'T' && earlier !== value ? 'otherT' : code);
    const split = splits.at(-1);
    if (code === 'S') splits.push({ category: value, memo: '', amount: '' });
    else if (code === 'A') address.push(value);
    else if (split !== undefined && code === 'E') split.memo ||= value;
    else if (split !== undefined && code === '$') split.amount ||= value;
    else if (!values.has(code)) values.set(code, value);
  }
  const find = (code: string) => values.get(code) ?? '';
  return {
    date: find('D'),
    amount: find('T') || find('U'),
    number: find('N'),
    payee: find('P'),
    memo: find('M'),
    category: find('L'),
    address,
    splits,
    isDouble: repeated.has('otherT') || (repeated.has('D') && (repeated.has('T') || repeated.has('U'))),
    isEmpty: lines.every((line) => line.slice(1).trim() === ''),
  };
}

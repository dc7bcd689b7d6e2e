import type { NormalisedRow } from '../observation.ts';

/**
 * Identity of a row that has no id (rule 3): booking date, exact amount, currency, normalised text and bank reference.
 * Status is left out on purpose: a bank that shows a date for pending rows keeps it when the row posts. Row order and
 * page are never part of it; the n-th row of a key is the n-th occurrence.
 */
export function matchKeyOf(row: {
  postedDate: string | null;
  pendingDate: string | null;
  amount: string;
  currency: string;
  text: string;
  bankReference: string | null;
}): string {
  const date = row.postedDate ?? `pending ${row.pendingDate ?? ''}`;
  return [date, row.amount, row.currency, normaliseText(row.text), row.bankReference ?? ''].join('\u001f');
}

/** Groups rows by their key, in the order in which they came. */
export function groupByMatchKey<Row extends Pick<NormalisedRow, 'matchKey'>>(rows: Iterable<Row>): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.matchKey);
    if (group === undefined) groups.set(row.matchKey, [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * Text without what a bank changes between two showings of one row: case, white space, and the masked or running parts
 * (`XXXX1234`, `*1234`, clock times).
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, ' ')
    .replaceAll(/[X*]{2,}\d*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

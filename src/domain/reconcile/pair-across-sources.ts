import type { NormalisedRow } from '../observation.ts';
import type { MatchedRow, MirrorRow } from './change-set.ts';
import { sortByText } from './look-classes.ts';
import type { SourceName } from './merge-views.ts';
import { comparableText, compareTexts } from './text-agreement.ts';

/** What first contact between two sources gave. */
export interface CrossPairing {
  /** Rows that are a transaction which only another source has shown as booked so far. */
  readonly pairs: readonly MatchedRow[];
  /** Rows that are one of several such transactions, nobody can tell which: nothing is to be added for them. */
  readonly covered: readonly NormalisedRow[];
}

/**
 * Rows of one source and transactions that only another source has shown. Both list what happened at the bank, so of one
 * day, amount and currency they mean the same payments, whatever words they use: what is added is what one has more. Which
 * is which is only said where it is certain: one of each, or texts that agree for one pair alone. What the bank shows as
 * pending is left out where a file shows a booking: until the bank books it, it may be another payment. Linear but within
 * one day and amount.
 */
export function pairAcrossSources(
  rows: readonly NormalisedRow[],
  told: readonly MirrorRow[],
  source: SourceName,
): CrossPairing {
  const pairs: MatchedRow[] = [];
  const covered: NormalisedRow[] = [];
  const known = Map.groupBy(
    sortByText(told, ({ id }) => id),
    bookingKeyOf,
  );
  for (const [key, group] of Map.groupBy(rows, bookingKeyOf)) {
    const mayBook = source === 'bank' || group.every(({ content }) => content.status === 'pending');
    const candidates = (known.get(key) ?? []).filter(({ content }) => mayBook || content.status === 'posted');
    if (candidates.length === 0) continue;
    const left = new Set(sortByText(group, ({ matchKey, sourceId }) => `${matchKey} ${sourceId}`));
    const free = new Set(candidates);
    for (const { row, mirror } of pairSurely([...left], candidates)) {
      pairs.push({ id: mirror.id, row });
      left.delete(row);
      free.delete(mirror);
    }
    const [row, ...otherRows] = left;
    const [mirror, ...otherMirror] = free;
    if (row !== undefined && mirror !== undefined && otherRows.length === 0 && otherMirror.length === 0)
      pairs.push({ id: mirror.id, row });
    // As many as there are transactions for; the others are more than the other source has shown.
    else covered.push(...rankByAgreement([...left], [...free]).slice(0, free.size));
  }
  return { pairs, covered };
}

/** Day, amount and currency of a payment. Without a day it is like no other. */
export function bookingKeyOf({ content, pendingDate }: NormalisedRow | MirrorRow): string {
  return `${content.postedDate ?? pendingDate ?? content.description} ${content.amount} ${content.currency}`;
}

/** Pairs of which the texts agree, where neither agrees with another one. */
function pairSurely(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]) {
  if (rows.length * mirror.length > MOST_COMPARED) return [];
  const edges = rows.flatMap((row) => mirror.filter((each) => agree(row, each)).map((each) => ({ row, mirror: each })));
  return edges.filter(
    (edge) => edges.filter(({ row, mirror: known }) => row === edge.row || known === edge.mirror).length === 1,
  );
}

/** More comparisons than this within one day and amount tell nothing apart. */
const MOST_COMPARED = 400;

function agree(row: NormalisedRow, mirror: MirrorRow): boolean {
  const { bankReference: shown } = row.content;
  const { bankReference: known } = mirror.content;
  if (shown !== null && known !== null) return shown === known;
  const text = compareTexts(comparableText(row.content.description), comparableText(mirror.content.description));
  return text === 'same' || text === 'agrees';
}

/** Those that agree with some transaction first. */
function rankByAgreement(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]): NormalisedRow[] {
  if (rows.length <= mirror.length || rows.length * mirror.length > MOST_COMPARED) return [...rows];
  const agrees = (row: NormalisedRow) => mirror.some((each) => agree(row, each));
  return [...rows.filter(agrees), ...rows.filter((row) => !agrees(row))];
}

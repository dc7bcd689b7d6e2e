import type { NormalisedRow } from '../observation.ts';
import { addDecimals, compareDecimals, type Decimal, decimal, ZERO } from '../values/decimal.ts';
import type { MirrorRow } from './change-set.ts';
import { type Side, sideOf } from './pair-evidence.ts';
import { compareTexts } from './text-agreement.ts';

const FEWEST_PARTS = 2;
/**
 * Comparisons for all batches of a read together. Where many rows are gone and many others are shown, a sum that fits is no
 * proof any more, and comparing all with all would take quadratic time.
 */
const MOST_COMPARED = 2_000_000;

/** A row that may be a part. Its text is taken apart when it is first looked at. */
interface Part {
  readonly row: NormalisedRow;
  readonly size: Decimal;
  side: Side | null;
}

/** The rows of one booking day, currency and direction, the smallest first. */
interface Day {
  readonly date: string;
  readonly parts: readonly Part[];
  /** What the first of them come to: at place 0 nothing, at the last place all. */
  readonly sums: readonly Decimal[];
}

/**
 * Tells whether a batch that is gone was split: at least two rows of one booking day and one direction that speak of the
 * same thing, by text or reference, add up to exactly its amount. Their identity is not the batch's, so nothing is
 * merged; it only explains why the batch is gone. `batchCount`: how many will be asked for; they share the time there is.
 */
export function createBatchSearch(rows: readonly NormalisedRow[], batchCount: number): (batch: MirrorRow) => boolean {
  const groups = groupDays(rows);
  const mostCompared = MOST_COMPARED / batchCount;
  return (batch) => {
    const known = sideOf(batch);
    const wanted = sizeOf(batch);
    const { status, postedDate } = batch.content;
    const begins = status === 'posted' ? postedDate : batch.pendingDate;
    const days = groups.get(groupKeyOf(batch));
    if (begins === null || days === undefined) return false;
    let compared = 0;
    for (let at = firstPlace(days.length, (place) => (days[place]?.date ?? '') >= begins); at < days.length; at += 1) {
      const day = days[at];
      // A posted batch keeps its day; a pending one posts on its day or later.
      if (day === undefined || (status === 'posted' && day.date !== begins)) break;
      const count = countCandidates(day, wanted);
      compared += 1 + count;
      if (compared > mostCompared) return false;
      if (count > 0 && addsUp(known, day, { wanted, count })) return true;
    }
    return false;
  };
}

function groupKeyOf({ content: { currency, entryType } }: NormalisedRow | MirrorRow): string {
  return `${currency} ${entryType}`;
}

function sizeOf({ content }: NormalisedRow | MirrorRow): Decimal {
  const { units, scale } = decimal(content.amount);
  return { units: units < 0n ? -units : units, scale };
}

/** The days on which several rows were booked, by currency and direction, each group in the order of time. */
function groupDays(rows: readonly NormalisedRow[]): ReadonlyMap<string, readonly Day[]> {
  const groups = new Map<string, Day[]>();
  const byDay = Map.groupBy(rows, (row) => `${groupKeyOf(row)} ${row.content.postedDate}`);
  for (const group of byDay.values()) {
    const [first] = group;
    const date = first?.content.postedDate ?? null;
    if (first === undefined || date === null || group.length < FEWEST_PARTS) continue;
    const days = groups.get(groupKeyOf(first)) ?? [];
    groups.set(groupKeyOf(first), days);
    days.push({ date, ...sortParts(group) });
  }
  for (const days of groups.values()) days.sort((a, b) => (a.date < b.date ? -1 : 1));
  return groups;
}

function sortParts(rows: readonly NormalisedRow[]): Pick<Day, 'parts' | 'sums'> {
  const parts = rows
    .map((row): Part => ({ row, size: sizeOf(row), side: null }))
    .sort((a, b) => compareDecimals(a.size, b.size));
  let sum = ZERO;
  return { parts, sums: [ZERO, ...parts.map(({ size }) => (sum = addDecimals(sum, size)))] };
}

/**
 * How many of the smallest rows of a day can be parts of what is wanted; none where all of them are too little. A row as
 * large as the batch is a part only beside rows of nothing.
 */
function countCandidates({ parts, sums }: Day, wanted: Decimal): number {
  const [smallest] = parts;
  const hasZero = smallest !== undefined && compareDecimals(smallest.size, ZERO) === 0;
  const count = firstPlace(parts.length, (place) => {
    const order = compareDecimals(parts[place]?.size ?? ZERO, wanted);
    return hasZero ? order > 0 : order >= 0;
  });
  return count < FEWEST_PARTS || compareDecimals(sums[count] ?? ZERO, wanted) < 0 ? 0 : count;
}

/** Whether the rows of a day that belong to a batch are among the candidates and come to what is wanted. */
function addsUp(batch: Side, { parts }: Day, { wanted, count }: { readonly wanted: Decimal; readonly count: number }) {
  const isPart = (part: Part) => {
    part.side ??= sideOf(part.row);
    return belongs(batch, part.side);
  };
  let sum = ZERO;
  let found = 0;
  for (const part of parts.slice(0, count)) {
    if (!isPart(part)) continue;
    sum = addDecimals(sum, part.size);
    found += 1;
    if (compareDecimals(sum, wanted) > 0) return false;
  }
  return found >= FEWEST_PARTS && compareDecimals(sum, wanted) === 0 && !parts.slice(count).some(isPart);
}

/** The first of so many places, in order, that is far enough; their number where none is. */
function firstPlace(count: number, isFarEnough: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFarEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function belongs(batch: Side, part: Side): boolean {
  const isEqual = (a: string | null, b: string | null) => a !== null && a === b;
  if (isEqual(batch.content.bankReference, part.content.bankReference)) return true;
  if (isEqual(batch.content.paymentReference, part.content.paymentReference)) return true;
  const text = compareTexts(batch.text, part.text);
  return text === 'same' || text === 'agrees';
}

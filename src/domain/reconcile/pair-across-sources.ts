import type { NormalisedRow } from '../observation.ts';
import type { MatchedRow, MirrorRow } from './change-set.ts';
import { lookOf } from './look.ts';
import { sortByText } from './look-classes.ts';
import type { SourceName, SourceView } from './merge-views.ts';
import { type ComparableText, comparableText, compareTexts } from './text-agreement.ts';

/** What first contact between two sources gave. */
export interface CrossPairing {
  /** Rows that are a transaction which only another source has shown as booked so far. */
  readonly pairs: readonly MatchedRow[];
  /** Rows that are one of several such transactions, nobody can tell which: nothing is to be added for them. */
  readonly covered: readonly NormalisedRow[];
  /** Transactions that the covered rows show, one for each, though not known which row shows which. */
  readonly standing: readonly string[];
}

/**
 * Rows of one source and transactions that only another source has shown. Both list what happened at the bank, so of one
 * day, amount and currency they mean the same payments, whatever words they use: what is added is what one has more. Which
 * is which is only said where it is certain: texts that agree for one pair alone, or one of each, the booked ones before
 * those that are pending. What the bank shows as pending is left out where a file shows a booking: until the bank books
 * it, it may be another payment. Linear but within one day and amount.
 */
export function pairAcrossSources(
  rows: readonly NormalisedRow[],
  told: readonly MirrorRow[],
  source: SourceName,
): CrossPairing {
  const pairs: MatchedRow[] = [];
  const covered: NormalisedRow[] = [];
  const standing: string[] = [];
  const known = Map.groupBy(
    sortByText(told, ({ id }) => id),
    bookingKeyOf,
  );
  for (const [key, group] of Map.groupBy(rows, bookingKeyOf)) {
    const mayBook = source === 'bank' || !group.some(isBooked);
    const candidates = (known.get(key) ?? []).filter((each) => mayBook || isBooked(each));
    if (candidates.length === 0) continue;
    const found = pairGroup(
      sortByText(group, ({ matchKey, sourceId }) => `${matchKey} ${sourceId}`),
      candidates,
    );
    // One by one: a call takes no more arguments than the stack holds.
    for (const { mirror, row } of found.pairs) pairs.push({ id: mirror.id, row });
    for (const row of found.covered) covered.push(row);
    for (const { id } of found.standing) standing.push(id);
  }
  return { pairs, covered, standing };
}

interface Pair {
  readonly row: NormalisedRow;
  readonly mirror: MirrorRow;
}

interface GroupPairing {
  readonly pairs: readonly Pair[];
  readonly covered: readonly NormalisedRow[];
  readonly standing: readonly MirrorRow[];
}

/**
 * Rows and transactions of one day and amount. What both have booked is one before anything is taken for what the other one
 * shows as pending: a purchase made twice on a day may be booked once and pending once.
 */
function pairGroup(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]): GroupPairing {
  const named = pairSurely(rows, mirror, haveOneReference);
  const [unnamedRows, unnamed] = [without(rows, named), without(mirror, named)];
  const worded = pairSurely(unnamedRows, unnamed, createTextComparison());
  const [left, free] = [without(unnamedRows, worded), without(unnamed, worded)];
  const [bookedRows, bookedFree] = [left.filter(isBooked), free.filter(isBooked)];
  const booked = pairCounted(bookedRows, bookedFree);
  const taken = new Set<NormalisedRow | MirrorRow>([
    ...booked.pairs.flatMap(({ row, mirror: known }) => [row, known]),
    ...booked.covered,
    ...booked.standing,
  ]);
  const [restRows, rest] = [left.filter((row) => !taken.has(row)), free.filter((known) => !taken.has(known))];
  // Where nobody can tell which bookings are left over, one of each is no proof.
  const isUnclear = booked.covered.length > 0 && bookedRows.length !== bookedFree.length;
  const others = isUnclear ? coverCounted(restRows, rest) : pairCounted(restRows, rest);
  return {
    pairs: [...named, ...worded, ...booked.pairs, ...others.pairs],
    covered: [...booked.covered, ...others.covered],
    standing: [...booked.standing, ...others.standing],
  };
}

/** As many of each, of which those of one side are all alike, are pairs whichever goes with which: one of each above all. */
function pairCounted(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]): GroupPairing {
  if (rows.length === mirror.length && (areAlike(rows) || areAlike(mirror))) {
    const pairs = rows.flatMap((row, index) => {
      const known = mirror[index];
      return known === undefined ? [] : [{ row, mirror: known }];
    });
    return { pairs, covered: [], standing: [] };
  }
  return coverCounted(rows, mirror);
}

/** As many rows are covered as there are transactions, and as many transactions shown as there are rows. */
function coverCounted(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]): GroupPairing {
  // What was not shown before either is the first to be left out again.
  const standing = [...mirror].sort((a, b) => a.missedReads - b.missedReads).slice(0, rows.length);
  return { pairs: [], covered: rankByAgreement(rows, mirror).slice(0, mirror.length), standing };
}

/** Whether nothing tells these apart, neither what they show nor an id. */
function areAlike(rows: readonly (NormalisedRow | MirrorRow)[]): boolean {
  if (rows.length < 2) return true;
  const hasId = (row: NormalisedRow | MirrorRow) =>
    'sourceIds' in row ? row.sourceIds.length > 0 : row.sourceId !== null;
  const looks = new Set(rows.map((row) => `${row.pendingDate} ${row.valueDate ?? null} ${lookOf(row.content)}`));
  return looks.size === 1 && !rows.some(hasId);
}

function without<Row extends NormalisedRow | MirrorRow>(rows: readonly Row[], pairs: readonly Pair[]): Row[] {
  const taken = new Set<NormalisedRow | MirrorRow>(pairs.flatMap(({ row, mirror }) => [row, mirror]));
  return rows.filter((row) => !taken.has(row));
}

function isBooked({ content }: NormalisedRow | MirrorRow): boolean {
  return content.status === 'posted';
}

/** Day, amount and currency of a payment. Without a day it is like no other. */
export function bookingKeyOf({ content, pendingDate }: NormalisedRow | MirrorRow | SourceView): string {
  return `${content.postedDate ?? pendingDate ?? content.description} ${content.amount} ${content.currency}`;
}

/** Pairs that agree, where neither agrees with another one. */
function pairSurely(
  rows: readonly NormalisedRow[],
  mirror: readonly MirrorRow[],
  agree: (row: NormalisedRow, mirror: MirrorRow) => boolean,
): Pair[] {
  if (rows.length * mirror.length > MOST_COMPARED) return [];
  const edges = rows.flatMap((row) => mirror.filter((each) => agree(row, each)).map((each) => ({ row, mirror: each })));
  const counts = new Map<NormalisedRow | MirrorRow, number>();
  for (const { row, mirror: known } of edges)
    for (const end of [row, known]) counts.set(end, (counts.get(end) ?? 0) + 1);
  return edges.filter(({ row, mirror: known }) => counts.get(row) === 1 && counts.get(known) === 1);
}

/** More comparisons than this within one day and amount tell nothing apart. */
const MOST_COMPARED = 400;

function haveOneReference({ content: shown }: NormalisedRow, { content: known }: MirrorRow): boolean {
  return shown.bankReference !== null && shown.bankReference === known.bankReference;
}

/** References that differ say nothing here: each source may have its own kind of them. Takes each text apart once. */
function createTextComparison(): (row: NormalisedRow, known: MirrorRow) => boolean {
  const texts = new Map<NormalisedRow | MirrorRow, ComparableText>();
  const textOf = (each: NormalisedRow | MirrorRow) => {
    const text = texts.get(each) ?? comparableText(each.content.description);
    texts.set(each, text);
    return text;
  };
  return (row, known) => {
    const text = compareTexts(textOf(row), textOf(known));
    return text === 'same' || text === 'agrees';
  };
}

/** Those whose text agrees with some transaction first. */
function rankByAgreement(rows: readonly NormalisedRow[], mirror: readonly MirrorRow[]): NormalisedRow[] {
  if (rows.length <= mirror.length || rows.length * mirror.length > MOST_COMPARED) return [...rows];
  const haveLikeTexts = createTextComparison();
  const agreeing = new Set(rows.filter((row) => mirror.some((each) => haveLikeTexts(row, each))));
  return [...agreeing, ...rows.filter((row) => !agreeing.has(row))];
}

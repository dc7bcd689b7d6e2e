import type { NormalisedRow } from '../observation.ts';
import type { TransactionContent } from '../transaction.ts';
import { type CalendarDate, calendarDate } from '../values/calendar-date.ts';
import { addDecimals, compareDecimals, type Decimal, decimal, ZERO } from '../values/decimal.ts';
import type { ChangeSet, MatchedRow, MirrorRow, Modification, Removal } from './change-set.ts';
import { type EntryOrigin, type EntryQuestion, EntryQueues } from './entry-queues.ts';
import { visibleChanges } from './look.ts';

export interface AlignOptions<Mirror extends MirrorRow> {
  /** Whether the rows come from a notification of what was booked, such as camt.054. */
  readonly isNotification: boolean;
  findOrigins(rows: readonly Mirror[]): Promise<ReadonlyMap<string, EntryOrigin>>;
}

/** What is left to compare, and how the pairs that were found here enter the change set. */
export interface Alignment<Mirror extends MirrorRow> {
  readonly rows: readonly NormalisedRow[];
  readonly mirror: readonly Mirror[];
  conclude(changes: ChangeSet): ChangeSet;
}

/** A row that is a known transaction. `shown`: its words count from now on; `known`: it only fills gaps. */
interface Pair {
  readonly mirror: MirrorRow;
  readonly row: NormalisedRow;
  readonly words: 'shown' | 'known';
}

/**
 * Finds the entries that files of several kinds tell of in different words: intraday report and final statement, statement
 * and notification. One bank books one entry, so what must not happen is that it counts twice. Rows that agree in text are
 * left to reconciliation, but for one: a report of the running day that comes late takes no booking back.
 *
 * 1. One reference of the bank that stands on one row and one transaction of the same amount and day names the entry.
 * 2. Of equal day and amount, what was announced and what is stated are paired one to one: a statement lists whatever a
 *    report announced for its day. An entry too few is told by the next statement; one too many would stay.
 * 3. Payments of one reference that add up to a booked batch of that reference are its details.
 */
export async function alignEntries<Mirror extends MirrorRow>(
  rows: readonly NormalisedRow[],
  mirror: readonly Mirror[],
  options: AlignOptions<Mirror>,
): Promise<Alignment<Mirror>> {
  const equal = pairByKey(rows, mirror);
  const pairs: Pair[] = equal.filter(isUnbooking).map((pair) => ({ ...pair, words: 'known' }));
  const rowsLeft = new Set(rows);
  const mirrorLeft = new Set(mirror);
  for (const pair of equal) {
    rowsLeft.delete(pair.row);
    mirrorLeft.delete(pair.mirror);
  }
  const take = (pair: Pair) => {
    pairs.push(pair);
    rowsLeft.delete(pair.row);
    mirrorLeft.delete(pair.mirror as Mirror); // It came out of this set.
  };
  const near = rowsLeft.size === 0 ? [] : selectNear(rowsLeft, mirrorLeft);
  const origins = near.length === 0 ? new Map<string, EntryOrigin>() : await options.findOrigins(near);
  const isAnnounced = (row: MirrorRow) => origins.get(row.id) === 'announcement';
  for (const pair of pairByReference(rows, mirror, rowsLeft, mirrorLeft))
    take({ ...pair, words: isAnnounced(pair.mirror) && !isTold(pair.row, options) ? 'shown' : 'known' });
  const queues = new EntryQueues(near, origins, bookingKeyOf);
  for (const row of [...rowsLeft]) {
    const best = queues.find(row, questionOf(row, options), (known) => mirrorLeft.has(known));
    if (best !== null) take({ mirror: best, row, words: isTold(row, options) ? 'known' : 'shown' });
  }
  const details = options.isNotification ? findDetails(rowsLeft, mirror) : [];
  for (const { row } of details) rowsLeft.delete(row);
  const replaced = options.isNotification ? [] : findReplaced(rowsLeft, [...mirrorLeft].filter(isAnnounced));
  for (const row of replaced) mirrorLeft.delete(row as Mirror); // It came out of this set.
  const paired = new Set<NormalisedRow | MirrorRow>(pairs.flatMap(({ row, mirror: known }) => [row, known]));
  const dropped = new Set<NormalisedRow | MirrorRow>([...details.map(({ row }) => row), ...replaced]);
  return {
    rows: rows.filter((row) => !paired.has(row) && !dropped.has(row)),
    mirror: mirror.filter((row) => !paired.has(row) && !dropped.has(row)),
    conclude: (changes) => concludeWith(changes, pairs, details, replaced),
  };
}

/** A notification or a report of the running day: it tells of what a statement states. */
function isTold({ content }: NormalisedRow, { isNotification }: { readonly isNotification: boolean }): boolean {
  return isNotification || content.status === 'pending';
}

/** A late report of the running day is told of by any final statement; a notification by whatever shows bookings. */
function questionOf(row: NormalisedRow, options: { readonly isNotification: boolean }): EntryQuestion {
  if (!isTold(row, options)) return 'announced';
  return row.content.status === 'pending' ? 'stated' : 'booked';
}

function isUnbooking({ mirror, row }: Omit<Pair, 'words'>): boolean {
  return mirror.content.status === 'posted' && row.content.status === 'pending';
}

/** The n-th row of a key and its n-th transaction. Booked ones first, so that one announced again finds its booking. */
function pairByKey<Mirror extends MirrorRow>(rows: readonly NormalisedRow[], mirror: readonly Mirror[]) {
  const isBooked = ({ content }: Mirror) => content.status === 'posted';
  // Taken from the end, which takes no time however many look alike.
  const queues = groupBy(
    [...mirror.filter((row) => !isBooked(row)), ...mirror.filter(isBooked)],
    ({ matchKey }) => matchKey,
  );
  return rows.flatMap((row) => {
    const known = queues.get(row.matchKey)?.pop();
    return known === undefined ? [] : [{ row, mirror: known }];
  });
}

function bookingKeyOf({ content, pendingDate }: NormalisedRow | MirrorRow): string {
  return `${content.postedDate ?? pendingDate} ${content.amount} ${content.currency}`;
}

function isSameBooking(row: NormalisedRow, known: MirrorRow): boolean {
  return bookingKeyOf(row) === bookingKeyOf(known);
}

/** Transactions of which only the origin has to be known: those that some row could be. */
function selectNear<Mirror extends MirrorRow>(rows: ReadonlySet<NormalisedRow>, mirror: ReadonlySet<Mirror>): Mirror[] {
  const keys = new Set([...rows].flatMap((row) => [bookingKeyOf(row), referenceKeyOf(row) ?? '']));
  return [...mirror].filter((row) => keys.has(bookingKeyOf(row)) || keys.has(referenceKeyOf(row) ?? ' '));
}

/** A reference with at least six characters, three of them different: banks fill the field with zeros and blanks. */
function tellingReference({ content: { bankReference } }: NormalisedRow | MirrorRow): string | null {
  if (bankReference === null || bankReference.length < 6 || new Set(bankReference).size < 3) return null;
  return /^(?:NONREF|NOTPROVIDED)$/i.test(bankReference) ? null : bankReference;
}

function referenceKeyOf(row: NormalisedRow | MirrorRow): string | null {
  const reference = tellingReference(row);
  return reference === null
    ? null
    : `${row.content.postedDate ?? row.pendingDate} ${row.content.currency} ${reference}`;
}

/** Pairs of equal booking whose reference stands nowhere else, neither in the file nor in the mirror. */
function pairByReference<Mirror extends MirrorRow>(
  rows: readonly NormalisedRow[],
  mirror: readonly Mirror[],
  rowsLeft: ReadonlySet<NormalisedRow>,
  mirrorLeft: ReadonlySet<Mirror>,
): { readonly row: NormalisedRow; readonly mirror: Mirror }[] {
  if (rowsLeft.size === 0) return [];
  const shown = groupBy(rows, tellingReference);
  const known = groupBy(mirror, tellingReference);
  return [...shown].flatMap(([reference, group]) => {
    const [row, another] = group;
    const [owner, rival] = known.get(reference) ?? [];
    if (row === undefined || owner === undefined || another !== undefined || rival !== undefined) return [];
    if (!rowsLeft.has(row) || !mirrorLeft.has(owner) || !isSameBooking(row, owner)) return [];
    return [{ row, mirror: owner }];
  });
}

/** Rows that list one by one what the mirror has as a batch of the same reference, day and sum. */
function findDetails(rows: ReadonlySet<NormalisedRow>, mirror: readonly MirrorRow[]): MatchedRow[] {
  const batches = groupBy(mirror, referenceKeyOf);
  return [...groupBy([...rows], referenceKeyOf)].flatMap(([key, group]) => {
    const known = batches.get(key);
    const sum = known === undefined ? null : sumOfParts(group);
    const batch = known?.find((each) => isBatchOf(each, sum));
    return batch === undefined ? [] : group.map((row) => ({ id: batch.id, row }));
  });
}

/** Announced transactions that a row states as one batch; each of them once, however many rows state that sum. */
function findReplaced(rows: ReadonlySet<NormalisedRow>, announced: readonly MirrorRow[]): MirrorRow[] {
  const groups = groupBy(announced, referenceKeyOf);
  const sums = new Map([...groups].map(([key, group]) => [key, sumOfParts(group)]));
  return [...rows].flatMap((row) => {
    const key = referenceKeyOf(row) ?? '';
    if (!isBatchOf(row, sums.get(key) ?? null)) return [];
    sums.delete(key);
    return groups.get(key) ?? [];
  });
}

/** What the parts of a batch come to; null where they are too few to be any. */
function sumOfParts(parts: readonly (NormalisedRow | MirrorRow)[]): Decimal | null {
  if (parts.length < 2) return null;
  return parts.reduce((total, { content }) => addDecimals(total, decimal(content.amount)), ZERO);
}

function isBatchOf(batch: NormalisedRow | MirrorRow, sum: Decimal | null): boolean {
  return sum !== null && compareDecimals(sum, decimal(batch.content.amount)) === 0;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function concludeWith(
  changes: ChangeSet,
  pairs: readonly Pair[],
  details: readonly MatchedRow[],
  replaced: readonly MirrorRow[],
): ChangeSet {
  const merged = pairs.map((pair): MatchedRow => ({ id: pair.mirror.id, row: mergePair(pair) }));
  const modify = merged.flatMap(({ id, row }, index): Modification[] => {
    const before = pairs[index]?.mirror.content;
    const fields = before === undefined ? [] : visibleChanges(before, row.content);
    return fields.length === 0 ? [] : [{ id, row, changedFields: fields }];
  });
  return {
    ...changes,
    modify: [...changes.modify, ...modify],
    matched: [...changes.matched, ...merged, ...details],
    remove: [...changes.remove, ...replaced.map(({ id }): Removal => ({ id, reason: 'replaced', replacedById: null }))],
    seenAgain: [
      ...changes.seenAgain,
      ...pairs.filter(({ mirror }) => mirror.missedReads > 0).map(({ mirror }) => mirror.id),
    ],
  };
}

/** The content of both: the one whose words count, with its gaps filled from the other. A booking is never taken back. */
function mergePair({ mirror, row, words }: Pair): NormalisedRow {
  const [best, rest] = words === 'shown' ? [row.content, mirror.content] : [mirror.content, row.content];
  const filled: Record<string, unknown> = { ...rest };
  for (const [field, value] of Object.entries(best))
    if (value !== null && value !== '' && !(field === 'rail' && value === 'unknown')) filled[field] = value;
  const booked = mirror.content.status === 'posted' ? mirror.content : row.content;
  return {
    ...row,
    pendingDate: row.pendingDate ?? dateOrNull(mirror.pendingDate),
    valueDate: row.valueDate ?? dateOrNull(mirror.valueDate ?? null),
    matchKey: words === 'shown' ? row.matchKey : mirror.matchKey,
    content: {
      ...(filled as unknown as TransactionContent), // The fields of two contents.
      status: booked.status,
      postedDate: booked.postedDate,
    },
  };
}

function dateOrNull(text: string | null): CalendarDate | null {
  return text === null ? null : calendarDate(text);
}

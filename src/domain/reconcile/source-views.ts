import type { Coverage, NormalisedRow } from '../observation.ts';
import { calendarDate, daysBetween } from '../values/calendar-date.ts';
import type { ChangeSet, MatchedRow, MirrorRow, Modification, Removal } from './change-set.ts';
import { findTwins, type Twin } from './find-twins.ts';
import { visibleChanges } from './look.ts';
import { type KnownViews, mergeViews, type SourceName, type SourceView, type TransactionViews } from './merge-views.ts';
import { type CrossPairing, pairAcrossSources } from './pair-across-sources.ts';

/** Views of a transaction that have to be stored; null where the bank alone has shown it after all. */
export interface ViewChange {
  readonly id: string;
  readonly views: TransactionViews | null;
}

/** Days after which a bank shows whatever a file told of: until then it may only be slower than the file. */
const BANK_LAG_DAYS = 5;

/** The mirror as a source showed it last: what it has never shown is as the other source showed it. */
export function viewMirror<Mirror extends MirrorRow>(
  mirror: readonly Mirror[],
  known: KnownViews,
  source: SourceName,
): readonly Mirror[] {
  if (known.size === 0) return mirror;
  return mirror.map((row) => {
    const view = known.get(row.id)?.[source];
    if (view === undefined) return row;
    const { content, pendingDate, valueDate, matchKey } = view;
    return { ...row, content, pendingDate, valueDate, matchKey };
  });
}

export interface ViewInput {
  readonly source: SourceName;
  /** As clients see it. */
  readonly mirror: readonly MirrorRow[];
  readonly known: KnownViews;
  readonly coverage: Coverage;
  /** What the source's rows mean to the mirror that `viewMirror` gave. */
  readonly changes: ChangeSet;
}

/**
 * Turns what a source's rows mean to its own view into what they mean to the transactions. What two sources show is one
 * transaction with two views, and clients see the merged content; what only the other source has booked is recognised by
 * day and amount; and a bank that is slower than a file takes nothing of it away. Pure.
 */
export function settleViews(input: ViewInput): { readonly changes: ChangeSet; readonly views: readonly ViewChange[] } {
  const { changes, mirror, known, source } = input;
  // Most accounts know no files, and then there is nothing to settle.
  if (source === 'bank' && known.size === 0) return { changes, views: [] };
  const rows = new Map(mirror.map((row) => [row.id, row]));
  const matchedIds = countIds(changes.matched);
  const unshown = mirror.filter((row) => !matchedIds.has(row.id) && isToldElsewhere(row, known, source));
  const added = changes.add.map(({ row }) => row);
  const contact = pairAcrossSources(added, unshown, source);
  const { pairs } = contact;
  const met = new Set([...pairs.map(({ id }) => id), ...contact.standing]);
  const booked = unshown.filter(({ id, content }) => content.status === 'posted' && !met.has(id));
  const { twins, released } = findTwins(input, booked, contact);
  const decided = new Set([...twins.map(({ kept }) => kept), ...released.map(({ id }) => id)]);
  const touched = new Set([...changes.modify, ...changes.relearn].map(({ id }) => id));
  // Several rows that stand for one transaction, such as the payments of a batch, are no view of it.
  const shared = changes.matched.filter(
    ({ id }) =>
      matchedIds.get(id) === 1 &&
      !decided.has(id) &&
      (touched.has(id) || !isOwn(id, known, source)) &&
      isShared(id, known, source),
  );
  const settled = [...shared, ...pairs].flatMap(({ id, row }) => {
    const before = rows.get(id);
    return before === undefined ? [] : [settleOne(before, row, { known: known.get(id) ?? null, source })];
  });
  const all = [
    ...settled,
    ...released.flatMap(({ id, row }) => settleReleased(rows.get(id), row)),
    ...twins.flatMap((twin) => settleTwin(rows, twin)),
  ];
  return { changes: applySettled(input, { all, contact, twins }), views: all.flatMap(({ change }) => change) };
}

/**
 * Leaves out what a file shows again and the bank has disowned: the bank brings it back when it shows it, a file does not,
 * or the two would add and remove it for ever. `disowned` counts such transactions by key; the n-th row of a key is the
 * n-th of them.
 */
export function leaveDisowned(changes: ChangeSet, disowned: ReadonlyMap<string, number>): ChangeSet {
  if (disowned.size === 0) return changes;
  const left = new Map(disowned);
  const isDisowned = ({ matchKey }: NormalisedRow) => {
    const count = left.get(matchKey) ?? 0;
    left.set(matchKey, count - 1);
    return count > 0;
  };
  const out = new Set(changes.add.map(({ row }) => row).filter(isDisowned));
  return {
    ...changes,
    add: changes.add.filter(({ row }) => !out.has(row)),
    deferred: [...changes.deferred, ...out],
    suggestions: changes.suggestions.filter(({ row }) => !out.has(row)),
  };
}

interface Settled {
  readonly id: string;
  readonly modify: readonly Modification[];
  readonly relearn: readonly MatchedRow[];
  readonly change: readonly ViewChange[];
}

/** Whether a source has ever shown a transaction. */
export function hasShown(id: string, known: KnownViews, source: SourceName): boolean {
  return known.has(id) ? source === 'file' || known.get(id) !== null : source === 'bank';
}

/** Whether the source's own view of a transaction is the only one. */
function isOwn(id: string, known: KnownViews, source: SourceName): boolean {
  return known.has(id) ? known.get(id) !== null || source === 'file' : source === 'bank';
}

/** Whether another source than this one has shown the transaction. */
function isShared(id: string, known: KnownViews, source: SourceName): boolean {
  return known.has(id) ? known.get(id) !== null || source === 'bank' : source === 'file';
}

/** Whether only the other source has shown the transaction, or has shown it as booked. */
function isToldElsewhere({ id, content }: MirrorRow, known: KnownViews, source: SourceName): boolean {
  if (!isShared(id, known, source)) return false;
  const own = known.get(id)?.[source].content.status;
  return own === undefined || (own === 'pending' && content.status === 'posted');
}

function countIds(matched: ChangeSet['matched']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of matched) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function viewOfRow({ content, pendingDate, valueDate, matchKey }: NormalisedRow): SourceView {
  return { content, pendingDate, valueDate, matchKey };
}

function viewOfMirror({ content, pendingDate, valueDate, matchKey }: MirrorRow): SourceView {
  return { content, pendingDate, valueDate: valueDate ?? null, matchKey };
}

function settleOne(
  before: MirrorRow,
  row: NormalisedRow,
  { known, source }: { readonly known: TransactionViews | null; readonly source: SourceName },
): Settled {
  const first = viewOfMirror(before);
  const views = { ...(known ?? { bank: first, file: first }), [source]: viewOfRow(row) };
  return settleInto(before, row, views);
}

/** What a transaction becomes under new views, and the names that its new showing teaches. */
function settleInto(before: MirrorRow, row: NormalisedRow, views: TransactionViews): Settled {
  const content = mergeViews(views);
  const changedFields = visibleChanges(before.content, content);
  const named = { ...row, content, matchKey: before.matchKey };
  const isNewName = row.sourceId !== null && !before.sourceIds.includes(row.sourceId);
  const { id } = before;
  return {
    id,
    modify: changedFields.length > 0 ? [{ id, row: named, changedFields }] : [],
    relearn: changedFields.length === 0 && isNewName ? [{ id, row: named }] : [],
    change: [{ id, views }],
  };
}

/** A transaction of which a file told nothing after all is as the bank shows it. */
function settleReleased(before: MirrorRow | undefined, row: NormalisedRow): Settled[] {
  if (before === undefined) return [];
  const changedFields = visibleChanges(before.content, row.content);
  const { id } = before;
  return [
    {
      id,
      modify: changedFields.length > 0 ? [{ id, row, changedFields }] : [],
      relearn: changedFields.length === 0 ? [{ id, row }] : [],
      change: [{ id, views: null }],
    },
  ];
}

/** The words of a file go to the transaction that they are about; where that may be another one, they go to none. */
function settleTwin(rows: ReadonlyMap<string, MirrorRow>, { kept, row, gone, isCertain }: Twin): Settled[] {
  const before = isCertain ? rows.get(kept) : undefined;
  return before === undefined ? [] : [settleInto(before, row, { bank: viewOfRow(row), file: viewOfMirror(gone) })];
}

function applySettled(
  { changes, mirror, known, source, coverage }: ViewInput,
  outcome: {
    readonly all: readonly Settled[];
    readonly contact: CrossPairing;
    readonly twins: readonly Twin[];
  },
): ChangeSet {
  const settled = new Set(outcome.all.map(({ id }) => id));
  const { pairs, covered, standing } = outcome.contact;
  const resolved = new Set<NormalisedRow>([...pairs.map(({ row }) => row), ...covered]);
  const spared = new Set([...standing, ...outcome.twins.map(({ gone }) => gone.id)]);
  const rows = new Map(mirror.map((row) => [row.id, row]));
  const isSpared = (id: string) => {
    const row = rows.get(id);
    return settled.has(id) || spared.has(id) || (row !== undefined && isYoung(row, { known, source, coverage }));
  };
  const isOther = ({ id }: { readonly id: string }) => !settled.has(id);
  const add = changes.add.filter(({ row }) => !resolved.has(row));
  return {
    ...changes,
    add,
    modify: [...changes.modify.filter(isOther), ...outcome.all.flatMap(({ modify }) => modify)],
    relearn: [...changes.relearn.filter(isOther), ...outcome.all.flatMap(({ relearn }) => relearn)],
    matched: [...changes.matched, ...pairs],
    deferred: [...changes.deferred, ...covered],
    remove: [
      ...changes.remove.filter(({ id }) => !isSpared(id)).map((removal) => withTrueReason(removal, rows)),
      ...outcome.twins.map(
        ({ kept, gone }): Removal => ({ id: gone.id, reason: 'duplicateMerged', replacedById: kept }),
      ),
    ],
    missed: changes.missed.filter((id) => !isSpared(id)),
    seenAgain: [...changes.seenAgain, ...listSeenAgain([...pairs.map(({ id }) => id), ...standing], rows)],
    suggestions: changes.suggestions.filter(({ row, transactionId }) => !resolved.has(row) && !isSpared(transactionId)),
  };
}

/** What a file has booked does not expire, whatever the bank's own view of it was. */
function withTrueReason(removal: Removal, rows: ReadonlyMap<string, MirrorRow>): Removal {
  const isBooked = rows.get(removal.id)?.content.status === 'posted';
  return isBooked && removal.reason === 'pendingExpired' ? { ...removal, reason: 'withdrawnByBank' } : removal;
}

function listSeenAgain(ids: readonly string[], rows: ReadonlyMap<string, MirrorRow>): string[] {
  return ids.filter((id) => (rows.get(id)?.missedReads ?? 0) > 0);
}

/** Whether a transaction that this source has not shown as it is may only be too new for it. */
function isYoung(
  row: MirrorRow,
  { known, source, coverage }: Pick<ViewInput, 'known' | 'source' | 'coverage'>,
): boolean {
  const date = row.content.postedDate ?? row.pendingDate;
  if (source !== 'bank' || !isToldElsewhere(row, known, source) || date === null || coverage.to === null) return false;
  return daysBetween(calendarDate(date), coverage.to) <= BANK_LAG_DAYS;
}

import fc from 'fast-check';
import type { SourceIdTrust } from '../../institution.ts';
import type { Coverage, NormalisedRow } from '../../observation.ts';
import { entryTypeOf, type TransactionContent } from '../../transaction.ts';
import { addDays, calendarDate } from '../../values/calendar-date.ts';
import { type ChangeSet, type MirrorRow, NO_CHANGES } from '../change-set.ts';
import { matchKeyOf } from '../match-key.ts';
import { reconcileAccount } from '../reconcile-account.ts';

export const LAST_DAY = 6;
export const TRUSTS = ['none', 'hint', 'stablePerStatus', 'stable'] as const;

/** What a change set says beside which rows it knew. */
export type Changes = Omit<ChangeSet, 'matched'>;

const { matched: _known, ...nothing } = NO_CHANGES;
export const NOTHING: Changes = nothing;

export interface RowSketch {
  readonly sourceId?: string | null;
  readonly status?: 'pending' | 'posted';
  /** Day of the window, or null for a row that the bank has not dated. */
  readonly day?: number | null;
  readonly pendingDay?: number | null;
  readonly amount?: string;
  readonly currency?: string;
  readonly text?: string;
  readonly bankReference?: string | null;
  readonly paymentReference?: string | null;
  readonly pendingSourceId?: string | null;
  readonly rail?: TransactionContent['rail'];
  readonly mcc?: string | null;
}

export function row(sketch: RowSketch): NormalisedRow {
  const { sourceId = null, status = 'posted', amount = '-5.00', currency = 'EUR', text = 'COFFEE' } = sketch;
  const { bankReference = null, paymentReference = null, pendingSourceId = null, rail = 'card', mcc = null } = sketch;
  const postedDate = sketch.day === null ? null : day(sketch.day ?? 2);
  const pendingDate = sketch.pendingDay == null ? null : day(sketch.pendingDay);
  const content: TransactionContent = {
    status,
    postedDate,
    amount,
    currency,
    entryType: entryTypeOf(amount),
    description: text,
    rail,
    rawDescription: text,
    paymentReference,
    bankReference,
    baiCode: null,
    category: null,
    subcategory: null,
    mcc,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccountMasked: null,
  };
  const matchKey = matchKeyOf({ postedDate, pendingDate, amount, currency, text, bankReference });
  return { sourceId, pendingSourceId, pendingDate, valueDate: null, content, matchKey, location: null };
}

export function day(number: number) {
  return addDays(calendarDate('2026-11-01'), number - 1);
}

export function known(id: string, { content, pendingDate, valueDate, matchKey, sourceId }: NormalisedRow): MirrorRow {
  return {
    id,
    content,
    pendingDate,
    valueDate,
    matchKey,
    sourceIds: sourceId === null ? [] : [sourceId],
    missedReads: 0,
  };
}

/** One complete read of all days (or of the days given), decided and applied. */
export function read(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  options: {
    sourceIds?: SourceIdTrust;
    from?: number;
    to?: number;
    coverage?: Partial<Coverage>;
    firstId?: number;
    pendingWindowDays?: number;
  } = {},
): { changes: Changes; matched: ChangeSet['matched']; mirror: MirrorRow[] } {
  const coverage: Coverage = {
    from: day(options.from ?? 1),
    to: day(options.to ?? LAST_DAY),
    complete: true,
    proves: ['pending', 'posted'],
    ...options.coverage,
  };
  const { sourceIds = 'none', pendingWindowDays = 10, firstId = 1 } = options;
  const { matched, ...changes } = reconcileAccount({ mirror, rows, coverage, sourceIds, pendingWindowDays });
  return { changes, matched, mirror: applyChanges(mirror, changes, firstId) };
}

/** What the store does with a change set, on rows in memory. An id that a live row has stays with that row. */
export function applyChanges(mirror: readonly MirrorRow[], changes: Changes, firstId: number): MirrorRow[] {
  const removed = new Set(changes.remove.map(({ id }) => id));
  const live = new Map(mirror.filter(({ id }) => !removed.has(id)).map((one) => [one.id, one]));
  const owned = new Set([...live.values()].flatMap(({ sourceIds }) => sourceIds));
  const learn = (id: string, shown: NormalisedRow, content: TransactionContent) => {
    const before = live.get(id);
    const sourceIds = [...(before?.sourceIds ?? [])];
    if (shown.sourceId !== null && !owned.has(shown.sourceId)) sourceIds.push(shown.sourceId);
    if (shown.sourceId !== null) owned.add(shown.sourceId);
    live.set(id, {
      id,
      content,
      matchKey: shown.matchKey,
      pendingDate: shown.pendingDate ?? before?.pendingDate ?? null,
      valueDate: shown.valueDate ?? before?.valueDate ?? null,
      sourceIds,
      missedReads: before?.missedReads ?? 0,
    });
  };
  for (const { id, row: shown } of changes.relearn) learn(id, shown, live.get(id)?.content ?? shown.content);
  for (const { id, row: shown } of changes.modify) learn(id, shown, shown.content);
  let number = Math.max(firstId - 1, ...mirror.map(({ id }) => Number(id.slice(1))));
  for (const { row: shown } of changes.add) learn(`t${++number}`, shown, shown.content);
  for (const id of changes.missed) bump(live, id, (count) => count + 1);
  for (const id of changes.seenAgain) bump(live, id, () => 0);
  return [...live.values()];
}

export function bump(live: Map<string, MirrorRow>, id: string, next: (missedReads: number) => number): void {
  const before = live.get(id);
  if (before !== undefined) live.set(id, { ...before, missedReads: next(before.missedReads) });
}

export function replay(history: readonly (readonly NormalisedRow[])[], sourceIds: SourceIdTrust): MirrorRow[] {
  return history.reduce<MirrorRow[]>((mirror, rows) => read(mirror, rows, { sourceIds }).mirror, []);
}

export function anyTrust() {
  return fc.constantFrom(...TRUSTS);
}

/** Few values each, so that look-alikes, repeated ids and near misses are common. */
export function anyRow() {
  return fc
    .record({
      sourceId: fc.option(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F')),
      status: fc.constantFrom('pending' as const, 'posted' as const, 'posted' as const),
      day: fc.integer({ min: 1, max: LAST_DAY }),
      // Banks that show when a row was authorised do so while it is pending, and some also afterwards.
      pendingDay: fc.option(fc.integer({ min: 1, max: 2 })),
      isDated: fc.boolean(),
      amount: fc.constantFrom('-5.00', '-5.01', '-6.00'),
      text: fc.constantFrom('COFFEE', 'COFFEE BAR', 'RENT', '4711'),
      bankReference: fc.option(fc.constantFrom('R1', 'R2'), { freq: 2 }),
      mcc: fc.option(fc.constantFrom('1', '2')),
    })
    .map(({ isDated, ...sketch }) => {
      if (sketch.status === 'posted') return row(sketch);
      return row(isDated ? { ...sketch, pendingDay: null } : { ...sketch, day: null });
    });
}

export function anyRows() {
  return fc.array(anyRow(), { maxLength: 8 });
}

export function anyHistory() {
  return fc.array(anyRows(), { maxLength: 3 });
}

export function anyShuffled() {
  return anyRows().chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
  );
}

export function idWithDate({ sourceId, content, pendingDate }: NormalisedRow): string | null {
  return sourceId === null ? null : `${sourceId} ${content.postedDate ?? pendingDate}`;
}

export function withoutReference(one: NormalisedRow): NormalisedRow {
  const content = { ...one.content, bankReference: null };
  const matchKey = matchKeyOf({ ...content, text: content.description, pendingDate: one.pendingDate });
  return { ...one, content, matchKey };
}

/** Of several rows of one id only the first keeps it. */
export function withOwnIds(rows: readonly NormalisedRow[]): NormalisedRow[] {
  const seen = new Set<string>();
  return rows.map((one) => {
    const isRepeated = one.sourceId !== null && seen.has(one.sourceId);
    if (one.sourceId !== null) seen.add(one.sourceId);
    return isRepeated ? { ...one, sourceId: null } : one;
  });
}

export function contents(rows: readonly { readonly content: TransactionContent }[]): string[] {
  return rows.map(({ content }) => JSON.stringify(content)).sort();
}

export function byId(rows: readonly MirrorRow[]): MirrorRow[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A change set without the order of its parts. */
export function comparable(changes: Changes): unknown {
  return Object.fromEntries(
    Object.entries(changes).map(([part, list]) => [part, list.map((one: unknown) => JSON.stringify(one)).sort()]),
  );
}

/** Of rows that are the same in everything only the first, where their id is proven and stands on no other. */
export function shownOnce(rows: readonly NormalisedRow[], sourceIds: SourceIdTrust): NormalisedRow[] {
  if (sourceIds === 'none' || sourceIds === 'hint') return [...rows];
  const text = (one: NormalisedRow) => JSON.stringify(one);
  return rows.filter((one, index) => {
    const bearers = one.sourceId === null ? [] : rows.filter(({ sourceId }) => sourceId === one.sourceId);
    return (
      bearers.some((other) => text(other) !== text(one)) ||
      rows.findIndex((other) => other.sourceId === one.sourceId) === index ||
      one.sourceId === null
    );
  });
}

import type { Coverage, NormalisedRow } from '../../src/domain/observation.ts';
import type { ChangeSet, MirrorRow } from '../../src/domain/reconcile/change-set.ts';
import type { CalendarDate } from '../../src/domain/values/calendar-date.ts';

/** The mirror of one account in memory: what the store keeps, without a database. */
export class MemoryMirror {
  readonly #rows = new Map<string, MirrorRow>();
  /** The live owner of each source id. The first owner keeps it, as the store's unique key has it. */
  readonly #owners = new Map<string, string>();
  #added = 0;

  /** Live rows that an observation can touch: those of its days, all pending and undated ones, and owners of its ids. */
  listTouched(coverage: Coverage, rows: readonly NormalisedRow[]): MirrorRow[] {
    const days = rows.map(dayOf).filter((day) => day !== null);
    const from = [...days, ...(coverage.from === null ? [] : [coverage.from])].sort()[0] ?? null;
    const to = [...days, ...(coverage.to === null ? [] : [coverage.to])].sort().at(-1) ?? null;
    const owners = new Set(rows.map(({ sourceId }) => (sourceId === null ? undefined : this.#owners.get(sourceId))));
    return [...this.#rows.values()].filter((row) => {
      const { status, postedDate } = row.content;
      if (status === 'pending' || postedDate === null || owners.has(row.id)) return true;
      return (from === null || postedDate >= from) && (to === null || postedDate <= to);
    });
  }

  /** Days of the oldest rows that the next read has to tell more of; null where there is none with a date. */
  findOpenDays(): { readonly oldestPending: CalendarDate | null; readonly oldestMissed: CalendarDate | null } {
    const rows = [...this.#rows.values()];
    const oldestOf = (open: readonly MirrorRow[]) =>
      open
        .map(dayOf)
        .filter((day) => day !== null)
        .sort()[0] ?? null;
    return {
      oldestPending: oldestOf(rows.filter(({ content }) => content.status === 'pending')),
      oldestMissed: oldestOf(rows.filter(({ missedReads }) => missedReads > 0)),
    };
  }

  /** Applies a change set as the commit does and returns the ids of the added rows, in the order of `changes.add`. */
  apply(changes: ChangeSet): string[] {
    for (const { id } of changes.remove) this.#remove(id);
    for (const { id, row } of [...changes.relearn, ...changes.modify]) this.#learn(id, row);
    const added = changes.add.map(({ row }) => {
      this.#added += 1;
      const id = `t${this.#added}`;
      this.#learn(id, row);
      return id;
    });
    for (const id of changes.missed) this.#count(id, (reads) => reads + 1);
    for (const id of changes.seenAgain) this.#count(id, () => 0);
    return added;
  }

  #learn(id: string, { content, matchKey, pendingDate, valueDate, sourceId }: NormalisedRow): void {
    const before = this.#rows.get(id);
    const isFree = sourceId !== null && !this.#owners.has(sourceId);
    if (isFree) this.#owners.set(sourceId, id);
    this.#rows.set(id, {
      id,
      content,
      matchKey,
      pendingDate: pendingDate ?? before?.pendingDate ?? null,
      valueDate,
      sourceIds: [...(before?.sourceIds ?? []), ...(isFree ? [sourceId] : [])],
      missedReads: before?.missedReads ?? 0,
    });
  }

  #remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`the change set removes ${id}, which is not in the mirror`);
    for (const sourceId of row.sourceIds) this.#owners.delete(sourceId);
    this.#rows.delete(id);
  }

  #count(id: string, next: (missedReads: number) => number): void {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`the change set counts ${id}, which is not in the mirror`);
    this.#rows.set(id, { ...row, missedReads: next(row.missedReads) });
  }
}

function dayOf(row: Pick<MirrorRow, 'content' | 'pendingDate'>): CalendarDate | null {
  // The mirror keeps dates that came from a source as calendar dates.
  return row.content.postedDate ?? (row.pendingDate as CalendarDate | null);
}

import { observeLateness } from '../../src/domain/connection/lateness.ts';
import type { Coverage, NormalisedRow } from '../../src/domain/observation.ts';
import type { ChangeSet, MirrorRow } from '../../src/domain/reconcile/change-set.ts';
import { checkSigns } from '../../src/domain/reconcile/check-signs.ts';
import { keepCounted } from '../../src/domain/reconcile/keep-counted.ts';
import { reconcileAccount } from '../../src/domain/reconcile/reconcile-account.ts';
import { addDays, type CalendarDate, earlierDate } from '../../src/domain/values/calendar-date.ts';
import type { Decision, Design } from './design.ts';
import { MemoryMirror } from './memory-mirror.ts';
import type { Reading } from './reading.ts';
import type { StyleSettings } from './settings-of-style.ts';

/** The product's own reconciliation over a mirror in memory. */
export class OurDesign implements Design {
  readonly #mirror = new MemoryMirror();
  readonly #settings: StyleSettings;
  #readFrom: CalendarDate | null = null;
  #readThrough: CalendarDate | null = null;
  #latenessDays = 0;

  constructor(settings: StyleSettings) {
    this.#settings = settings;
  }

  /** What the planner has to know of the account. */
  get progress() {
    return { readThrough: this.#readThrough, observedLatenessDays: this.#latenessDays, ...this.#mirror.findOpenDays() };
  }

  /** Null for a reading whose signs are turned round: nothing of it is taken. */
  decide({ rows, coverage, statedBalances, currency }: Reading): Decision | null {
    const { sourceIds, pendingWindowDays } = this.#settings;
    const mirror = this.#mirror.listTouched(coverage, rows);
    const evidence = { rows, coverage, statedBalances, currency, mirror };
    if (checkSigns(evidence) === 'inverted') return null;
    const changes = keepCounted(reconcileAccount({ mirror, rows, coverage, sourceIds, pendingWindowDays }), evidence);
    this.#noteReach(coverage, changes, mirror);
    const added = this.#mirror.apply(changes);
    const places = new Map(rows.map(({ location }, place) => [location, place]));
    const placeOf = ({ location }: NormalisedRow) => {
      const place = places.get(location);
      if (place === undefined) throw new Error(`the change set names a row at ${location}, which was not read`);
      return place;
    };
    const ids: (string | null | undefined)[] = rows.map(() => undefined);
    for (const [index, { row }] of changes.add.entries()) ids[placeOf(row)] = added[index];
    for (const { id, row } of changes.matched) ids[placeOf(row)] = id;
    for (const row of changes.deferred) ids[placeOf(row)] = null;
    return {
      ids: ids.map((id, place) => {
        if (id === undefined) throw new Error(`the change set says nothing of the row at ${rows[place]?.location}`);
        return id;
      }),
      modified: changes.modify.map(({ row }) => placeOf(row)),
      removed: changes.remove.map(({ id }) => id),
    };
  }

  /** Notes what was read and how late rows came, as the commit does. Each window ends one day ahead. */
  #noteReach({ from, to, complete }: Coverage, changes: ChangeSet, mirror: readonly MirrorRow[]): void {
    if (from === null || to === null) return;
    const reads = { readFrom: this.#readFrom, readThrough: this.#readThrough, today: addDays(to, -1) };
    const known = new Map(mirror.map((row) => [row.id, row]));
    this.#latenessDays = Math.max(this.#latenessDays, observeLateness(changes, known, reads));
    if (!complete) return;
    this.#readFrom = this.#readFrom === null ? from : earlierDate(this.#readFrom, from);
    this.#readThrough = to;
  }
}

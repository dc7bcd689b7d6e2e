import type { NormalisedRow } from '../../src/domain/observation.ts';
import type { Design } from './design.ts';
import type { Reading } from './reading.ts';
import type { SettledDecision } from './settled-reading.ts';

/** Designs as they are found in the field: a row is what its key says. They share everything but the key. */
export const NAIVE_DESIGNS = ['rowHash', 'rowHashAndIndex', 'sourceIdOnly', 'dateAndAmount'] as const;
export type NaiveDesignName = (typeof NAIVE_DESIGNS)[number];

/** The keys of all rows of a reading, in their order. */
type KeysOf = (rows: readonly NormalisedRow[], reading: number) => string[];

const KEYS: Record<NaiveDesignName, KeysOf> = {
  rowHash: (rows) => rows.map(hashOf),
  rowHashAndIndex: keepIndex,
  // A row without an id cannot be told from any other, so it is new each time.
  sourceIdOnly: (rows, reading) => rows.map(({ sourceId, location }) => sourceId ?? `${reading} ${location}`),
  dateAndAmount: (rows) =>
    rows.map(({ content, pendingDate }) => `${content.postedDate ?? pendingDate} ${content.amount}`),
};

/** A mirror whose ids are keys. What a complete read that covers it does not show is gone at once. */
export class NaiveDesign implements Design {
  readonly #keysOf: KeysOf;
  readonly #live = new Map<string, { readonly shown: string; readonly row: NormalisedRow }>();
  /** Ids of live rows by the day of the row. */
  readonly #idsOfDay = new Map<string | null, Set<string>>();

  constructor(name: NaiveDesignName) {
    this.#keysOf = KEYS[name];
  }

  decide({ rows, coverage, number }: Reading): SettledDecision {
    const ids = this.#keysOf(rows, number);
    const modified: number[] = [];
    for (const [place, row] of rows.entries()) {
      const id = ids[place] ?? '';
      const shown = hashOf(row);
      const before = this.#live.get(id);
      if (before !== undefined && before.shown !== shown) modified.push(place);
      this.#forget(id);
      this.#live.set(id, { shown, row });
      const ofDay = this.#idsOfDay.get(dayOf(row));
      if (ofDay === undefined) this.#idsOfDay.set(dayOf(row), new Set([id]));
      else ofDay.add(id);
    }
    const seen = new Set(ids);
    const removed = coverage.complete ? this.#listCovered(coverage).filter((id) => !seen.has(id)) : [];
    for (const id of removed) this.#forget(id);
    return { ids, modified, removed };
  }

  #listCovered({ from, to }: Reading['coverage']): string[] {
    return [...this.#idsOfDay].flatMap(([day, ids]) =>
      day === null || ((from === null || day >= from) && (to === null || day <= to)) ? [...ids] : [],
    );
  }

  #forget(id: string): void {
    const known = this.#live.get(id);
    if (known === undefined) return;
    this.#live.delete(id);
    const day = dayOf(known.row);
    const ofDay = this.#idsOfDay.get(day);
    if (ofDay?.delete(id) === true && ofDay.size === 0) this.#idsOfDay.delete(day);
  }
}

function dayOf({ content, pendingDate }: NormalisedRow): string | null {
  return content.postedDate ?? pendingDate;
}

/** The row's place among those of its day, which is the most that an index can mean once windows move. */
function keepIndex(rows: readonly NormalisedRow[]): string[] {
  const rowsOfDay = new Map<string | null, number>();
  return rows.map((row) => {
    const day = dayOf(row);
    const index = rowsOfDay.get(day) ?? 0;
    rowsOfDay.set(day, index + 1);
    return `${hashOf(row)} ${index}`;
  });
}

/** All that is shown of a row but the id, which not every bank gives. */
function hashOf({ content, pendingDate, valueDate }: NormalisedRow): string {
  return JSON.stringify([content, pendingDate, valueDate]);
}

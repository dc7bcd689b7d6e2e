import type { Decision } from './design.ts';
import type { Reading } from './reading.ts';

/** A decision about every row. */
export interface SettledDecision extends Decision {
  readonly ids: readonly string[];
}

/** The part of a reading that was decided. A row that was left to a later reading counts as not shown to the design. */
export function settleReading(
  reading: Reading,
  { ids, modified, removed }: Decision,
): { readonly reading: Reading; readonly decision: SettledDecision } {
  const places = ids.flatMap((id, place) => (id === null ? [] : [place]));
  const placeOf = new Map(places.map((place, index) => [place, index]));
  return {
    reading: {
      ...reading,
      rows: reading.rows.filter((_, place) => placeOf.has(place)),
      truths: reading.truths.filter((_, place) => placeOf.has(place)),
    },
    decision: {
      ids: ids.filter((id) => id !== null),
      modified: modified.flatMap((place) => placeOf.get(place) ?? []),
      removed,
    },
  };
}

import type { NormalisedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';
import { lookOf, valueDateOf } from './look.ts';
import { type Side, sideOf } from './pair-evidence.ts';

/** Rows that nothing which decides about identity tells apart, at least one. Which of them is which makes no difference. */
export interface LookClass<Row> {
  readonly side: Side;
  /** In an order that does not depend on how they were listed. */
  readonly members: Row[];
}

/** Stored rows that look the same, together; those of one class in the order of their ids. */
export function classifyMirror(rows: readonly MirrorRow[]): LookClass<MirrorRow>[] {
  return classify(
    rows,
    (row) => `${row.sourceIds.length > 0} ${row.pendingDate} ${valueDateOf(row)} ${lookOf(row.content)}`,
    (row) => row.id,
  );
}

/** Rows of a source that look the same, together; how the source listed them makes no difference. */
export function classifyRows(rows: readonly NormalisedRow[]): LookClass<NormalisedRow>[] {
  return classify(
    rows,
    (row) => `${row.sourceId !== null} ${row.pendingDate} ${valueDateOf(row)} ${lookOf(row.content)}`,
    // What is no part of the look, such as the value date of a pending row, is learnt all the same.
    ({ sourceId, valueDate, content: { rawDescription } }) => [sourceId, valueDate, rawDescription].join('\u001f'),
  );
}

function classify<Row extends MirrorRow | NormalisedRow>(
  rows: readonly Row[],
  lookOfRow: (row: Row) => string,
  orderOf: (row: Row) => string,
): LookClass<Row>[] {
  const members = new Map<string, Row[]>();
  for (const row of rows) {
    const look = lookOfRow(row);
    const group = members.get(look);
    if (group === undefined) members.set(look, [row]);
    else group.push(row);
  }
  return sortByText([...members], ([look]) => look).flatMap(([, group]) => {
    const sorted = sortByText(group, orderOf);
    const [first] = sorted;
    return first === undefined ? [] : [{ side: sideOf(first), members: sorted }];
  });
}

/** Sorted by a text of each value, by code units and so the same on every machine. The text is computed once. */
export function sortByText<T>(values: readonly T[], textOf: (value: T) => string): T[] {
  return values
    .map((value) => ({ value, text: textOf(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ value }) => value);
}

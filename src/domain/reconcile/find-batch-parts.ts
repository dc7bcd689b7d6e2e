import type { NormalisedRow } from '../observation.ts';
import { addDecimals, compareDecimals, type Decimal, decimal, ZERO } from '../values/decimal.ts';
import type { MirrorRow } from './change-set.ts';
import { type Side, sideOf } from './pair-evidence.ts';
import { compareTexts } from './text-agreement.ts';

const FEWEST_PARTS = 2;

/**
 * Tells whether a batch that is gone was split: at least two rows of one booking day and one direction that speak of the
 * same thing, by text or reference, add up to exactly its amount. Their identity is not the batch's, so nothing is
 * merged; it only explains why the batch is gone.
 */
export function createBatchSearch(rows: readonly NormalisedRow[]): (batch: MirrorRow) => boolean {
  const byDay = new Map<string, Side[]>();
  for (const row of rows) {
    const { currency, entryType, postedDate } = row.content;
    const key = `${currency} ${entryType} ${postedDate}`;
    const day = byDay.get(key);
    if (day === undefined) byDay.set(key, [sideOf(row)]);
    else day.push(sideOf(row));
  }
  return (batch) => {
    const known = sideOf(batch);
    const wanted = decimal(batch.content.amount);
    const begins = batch.content.status === 'posted' ? batch.content.postedDate : batch.pendingDate;
    for (const day of byDay.values()) {
      const [first] = day;
      if (first === undefined || day.length < FEWEST_PARTS || !mayHoldParts(known, first, begins)) continue;
      if (addsUp(known, day, wanted)) return true;
    }
    return false;
  };
}

/** A posted batch keeps its day; a pending one posts on its day or later. */
function mayHoldParts({ content: batch }: Side, { content: part }: Side, begins: string | null): boolean {
  if (batch.currency !== part.currency || batch.entryType !== part.entryType) return false;
  if (part.postedDate === null || begins === null) return false;
  return batch.status === 'posted' ? part.postedDate === begins : part.postedDate >= begins;
}

function addsUp(batch: Side, day: readonly Side[], wanted: Decimal): boolean {
  let sum = ZERO;
  let parts = 0;
  for (const side of day) {
    if (!belongs(batch, side)) continue;
    sum = addDecimals(sum, decimal(side.content.amount));
    parts += 1;
  }
  return parts >= FEWEST_PARTS && compareDecimals(sum, wanted) === 0;
}

function belongs(batch: Side, part: Side): boolean {
  const isEqual = (a: string | null, b: string | null) => a !== null && a === b;
  if (isEqual(batch.content.bankReference, part.content.bankReference)) return true;
  if (isEqual(batch.content.paymentReference, part.content.paymentReference)) return true;
  const text = compareTexts(batch.text, part.text);
  return text === 'same' || text === 'agrees';
}

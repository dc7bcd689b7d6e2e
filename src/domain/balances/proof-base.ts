import type { StatedBalance } from '../account.ts';
import type { CalendarDate } from '../values/calendar-date.ts';
import { decimal, formatDecimal } from '../values/decimal.ts';
import type { BalanceProof } from './balance-proof.ts';
import { type ContentChange, firstDayOf } from './day-totals.ts';

/** The proof of an account before a change, what its bank states after it, and the days of which that is something else. */
export interface ProofGround {
  readonly proof: BalanceProof;
  readonly anchors: readonly StatedBalance[];
  readonly restated: readonly CalendarDate[];
}

/**
 * The day of the last stated balance that is proven and that lies before everything which a change touches; null where there
 * is none. Up to its end nothing has to be looked at again, so that a read of the last days costs the same however long the
 * account has been kept.
 */
export function findProofBase({ proof, anchors, restated }: ProofGround, change: ContentChange): CalendarDate | null {
  const { provenThrough, brokenFrom } = proof;
  let changed = firstDayOf(change);
  for (const date of restated) if (changed === null || date < changed) changed = date;
  let base: CalendarDate | null = null;
  for (const { date } of anchors) {
    const isProven = provenThrough !== null && date <= provenThrough && (brokenFrom === null || date < brokenFrom);
    if (isProven && (changed === null || date < changed) && (base === null || date > base)) base = date;
  }
  return base;
}

/** The days of which two lists of stated balances say something else. */
export function listRestatedDays(
  before: readonly StatedBalance[],
  after: readonly StatedBalance[],
): readonly CalendarDate[] {
  const keyOf = ({ date, statedAs, amount }: StatedBalance) => `${date} ${statedAs} ${formatDecimal(decimal(amount))}`;
  const [old, young] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const differing = [
    ...before.filter((each) => !young.has(keyOf(each))),
    ...after.filter((each) => !old.has(keyOf(each))),
  ];
  return differing.map(({ date }) => date);
}

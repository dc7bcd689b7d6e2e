import type { StatedBalance } from './account.ts';
import type { BalanceProof } from './balance-proof.ts';
import type { CalendarDate } from './calendar-date.ts';
import { type ContentChange, firstDayOf } from './day-totals.ts';
import { decimal, formatDecimal } from './decimal.ts';

/** The proof of an account before a change, and what its bank states before and after it. */
export interface ProofGround {
  readonly proof: BalanceProof;
  readonly before: readonly StatedBalance[];
  readonly after: readonly StatedBalance[];
}

/**
 * The day of the last stated balance that is proven and that lies before everything which a change touches; null where there
 * is none. Up to its end nothing has to be looked at again, so that a read of the last days costs the same however long the
 * account has been kept.
 */
export function findProofBase({ proof, before, after }: ProofGround, change: ContentChange): CalendarDate | null {
  const { provenThrough, brokenFrom } = proof;
  const changed = [firstDayOf(change), findRestatedDay(before, after)].filter((date) => date !== null);
  let base: CalendarDate | null = null;
  for (const { date } of after) {
    const isProven = provenThrough !== null && date <= provenThrough && (brokenFrom === null || date < brokenFrom);
    if (isProven && changed.every((first) => date < first) && (base === null || date > base)) base = date;
  }
  return base;
}

/** The first day of which two lists of stated balances say something else; null where they agree. */
function findRestatedDay(before: readonly StatedBalance[], after: readonly StatedBalance[]): CalendarDate | null {
  const keyOf = ({ date, statedAs, amount }: StatedBalance) => `${date} ${statedAs} ${formatDecimal(decimal(amount))}`;
  const [old, young] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const differing = [
    ...before.filter((each) => !young.has(keyOf(each))),
    ...after.filter((each) => !old.has(keyOf(each))),
  ];
  return differing.map(({ date }) => date).sort()[0] ?? null;
}

import { compareDecimals, type Decimal, decimal } from '../decimal.ts';
import type { Rail, TransactionContent } from '../transaction.ts';

/** Rails on which a payment posts with the amount that was announced, always. */
const FIXED_RAILS: ReadonlySet<Rail> = new Set([
  'internalTransfer',
  'ach',
  'sepaCredit',
  'sepaDebit',
  'wire',
  'swift',
  'fasterPayments',
  'check',
  'cash',
]);
/** A tip, or a rate that moved up: a posted amount of up to this many hundredths of the pending one. */
const MOST_PERCENT = 135;
/** A rate that moved down. */
const LEAST_PERCENT = 90;
/** Pumps ask the card for this much to see whether it is good, and post what was filled. */
const TOKEN_HOLD = decimal('1');
const MOST_AFTER_TOKEN_HOLD = decimal('300');

/**
 * Whether a pending payment of one amount can post with another: a tip is added, a round hold shrinks to what was used,
 * a foreign amount moves with its rate. Both amounts have the same currency; neither direction ever changes.
 */
export function mayBecome(before: TransactionContent, after: TransactionContent): boolean {
  if (FIXED_RAILS.has(before.rail) || FIXED_RAILS.has(after.rail) || before.entryType !== after.entryType) return false;
  const [held, posted] = [magnitude(before.amount), magnitude(after.amount)];
  if (compareDecimals(held, TOKEN_HOLD) === 0) return compareDecimals(posted, MOST_AFTER_TOKEN_HOLD) <= 0;
  if (compareDecimals(times(posted, 100), times(held, MOST_PERCENT)) > 0) return false;
  return isRound(held) || compareDecimals(times(posted, 100), times(held, LEAST_PERCENT)) >= 0;
}

/** Holds are whole amounts; a bill rarely is. */
function isRound({ units, scale }: Decimal): boolean {
  return units % 10n ** BigInt(scale) === 0n;
}

function magnitude(amount: string): Decimal {
  const { units, scale } = decimal(amount);
  return { units: units < 0n ? -units : units, scale };
}

function times({ units, scale }: Decimal, factor: number): Decimal {
  return { units: units * BigInt(factor), scale };
}

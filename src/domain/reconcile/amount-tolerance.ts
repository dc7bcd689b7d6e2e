import type { Rail, TransactionContent } from '../transaction.ts';
import { compareDecimals, type Decimal, decimal } from '../values/decimal.ts';

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
/** A tip: a posted amount of up to this many hundredths of the pending one. */
const MOST_PERCENT = 135;
/** A rate moves by a few hundredths within days. */
const RATE_PERCENT = { least: 94, most: 106 };
/** Pumps ask the card for this much to see whether it is good, and post what was filled. */
const TOKEN_HOLD = decimal('1');
const MOST_AFTER_TOKEN_HOLD = decimal('300');

/**
 * Whether a pending payment of one amount can post with another: a tip is added, a round hold shrinks to what was used.
 * Only what is paid changes so, not what is received. Both amounts have the same currency; the direction never changes.
 */
export function mayBecome(before: TransactionContent, after: TransactionContent): boolean {
  if (!mayChange(before, after) || before.entryType !== 'debit') return false;
  const [held, posted] = [magnitude(before.amount), magnitude(after.amount)];
  if (compareDecimals(held, TOKEN_HOLD) === 0) return compareDecimals(posted, MOST_AFTER_TOKEN_HOLD) <= 0;
  return isWithin(posted, held, { least: isRound(held) ? 0 : 100, most: MOST_PERCENT });
}

/** Whether two amounts can be one foreign sum, converted on two days. */
export function mayBeConverted(before: TransactionContent, after: TransactionContent): boolean {
  return mayChange(before, after) && isWithin(magnitude(after.amount), magnitude(before.amount), RATE_PERCENT);
}

function mayChange(before: TransactionContent, after: TransactionContent): boolean {
  return !FIXED_RAILS.has(before.rail) && !FIXED_RAILS.has(after.rail) && before.entryType === after.entryType;
}

function isWithin(amount: Decimal, of: Decimal, percent: { readonly least: number; readonly most: number }): boolean {
  const hundredfold = times(amount, 100);
  return (
    compareDecimals(hundredfold, times(of, percent.least)) >= 0 &&
    compareDecimals(hundredfold, times(of, percent.most)) <= 0
  );
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

import { type Decimal, parseDecimal } from '../decimal.ts';

/**
 * An amount as printed, before its implied decimals are placed: digits with an optional sign in front, or behind as some banks
 * write it, or with a decimal point although the format has none. Null for anything else.
 */
export function parsePrintedAmount(text: string): Decimal | null {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 45 && last !== 43) return parseDecimal(text);
  const unsigned = text.slice(0, -1);
  const first = unsigned.charCodeAt(0);
  if (first === 45 || first === 43) return null;
  return parseDecimal(last === 45 ? `-${unsigned}` : unsigned);
}

/** True when the bank wrote a decimal point, so that nothing is implied. */
export function hasDecimalPoint(text: string): boolean {
  return text.includes('.');
}

/** Places the implied decimals; an amount with a decimal point is already in major units. */
export function resolvePrintedAmount(printed: Decimal, exponent: number, isExplicit: boolean): Decimal {
  return isExplicit ? printed : { units: printed.units, scale: exponent };
}

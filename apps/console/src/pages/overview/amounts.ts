import { parseDecimal, printDecimal, subtractDecimals } from '../../components/values/decimal.ts';

/** One decimal amount less another, exactly, with as many decimals as the longer of them has; null when one is no decimal. */
export function subtractAmounts(amount: string, other: string): string | null {
  const [one, two] = [parseDecimal(amount), parseDecimal(other)];
  return one === null || two === null ? null : printDecimal(subtractDecimals(one, two));
}

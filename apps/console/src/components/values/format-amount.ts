import { numberFormat } from './intl-formats.ts';

/** A decimal number as the contract writes it. */
const DECIMAL = /^-?\d+(?:\.(\d+))?$/;

/**
 * A decimal string in the reader's way of writing numbers, with every digit it has and at least as many decimals as its currency
 * has. Never through a floating-point number. A text that is no decimal comes back as it is.
 */
export function formatAmount(amount: string, currency: string | null, locale?: string): string {
  const match = DECIMAL.exec(amount);
  if (match === null) return amount;
  const given = match[1]?.length ?? 0;
  const digits = Math.max(given, decimalsOf(currency, locale));
  const format = numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // Strings are formatted exactly; the type wants to see that it is one of a number.
  return format.format(amount as `${number}`);
}

const known = new Map<string, number>();

/** How many decimals are usual for the currency; none for one that is not known. */
function decimalsOf(currency: string | null, locale: string | undefined): number {
  if (currency === null) return 0;
  const found = known.get(currency);
  if (found !== undefined) return found;
  let digits = 0;
  try {
    digits =
      new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  } catch {
    // Not a code of three letters: the amount keeps the decimals it came with.
  }
  known.set(currency, digits);
  return digits;
}

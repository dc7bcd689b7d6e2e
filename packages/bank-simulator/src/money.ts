/** Digits after the decimal point by ISO 4217 currency. A currency that is missing here cannot be simulated. */
const MINOR_DIGITS: Readonly<Record<string, number>> = { USD: 2, EUR: 2, GBP: 2, CHF: 2, CAD: 2, JPY: 0, KWD: 3 };

/** Digits after the decimal point of a currency. Throws a RangeError for a currency that the simulator does not know. */
export function minorDigitsOf(currency: string): number {
  const digits = MINOR_DIGITS[currency];
  if (digits === undefined) {
    throw new RangeError(`currency "${currency}" is unknown; use one of ${Object.keys(MINOR_DIGITS).join(', ')}`);
  }
  return digits;
}

/** Renders minor units as a decimal string: `renderDecimal(-125000n, 'USD')` is `-1250.00`. Exact for any size. */
export function renderDecimal(amountMinor: bigint, currency: string): string {
  const digits = minorDigitsOf(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const magnitude = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + magnitude;
  return `${sign}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
}

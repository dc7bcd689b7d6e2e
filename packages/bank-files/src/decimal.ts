/** An exact decimal number: `units / 10^scale`. Money never passes through a binary float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** More digits than any currency needs; a longer run is garbage and would only cost time as a bigint. */
const MAX_DIGITS = 40;

/**
 * Parses `5`, `-5`, `+5`, `5.25`, `.03` and `5.`; nothing else (no blanks, separators or exponents).
 * Returns null for any other text, so that a garbled amount is never half read.
 */
export function parseDecimal(text: string): Decimal | null {
  const first = text.charCodeAt(0);
  const signed = first === 43 || first === 45;
  const start = signed ? 1 : 0;
  let point = -1;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && point === -1) point = i;
    else if (code < 48 || code > 57) return null;
  }
  const digitCount = text.length - start - (point === -1 ? 0 : 1);
  if (digitCount < 1 || digitCount > MAX_DIGITS) return null;
  const digits = point === -1 ? text.slice(start) : text.slice(start, point) + text.slice(point + 1);
  const units = BigInt(digits);
  return { units: first === 45 ? -units : units, scale: point === -1 ? 0 : text.length - point - 1 };
}

/** Adds two decimals exactly; the result has the larger scale of the two. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  if (a.scale > b.scale) return { units: a.units + rescaleUnits(b, a.scale), scale: a.scale };
  return { units: rescaleUnits(a, b.scale) + b.units, scale: b.scale };
}

/** The same number with the other sign. */
export function negateDecimal(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale };
}

/** Negative when `a < b`, zero when they are the same number (whatever their scales), positive when `a > b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = rescaleUnits(a, scale) - rescaleUnits(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * Writes the number in its canonical form: at least `minScale` decimals, no zeros beyond those,
 * no minus before zero. Equal numbers of one currency therefore give equal strings.
 */
export function formatDecimal(value: Decimal, minScale: number): string {
  const negative = value.units < 0n;
  let digits = (negative ? -value.units : value.units).toString();
  let scale = value.scale;
  if (digits.length <= scale) digits = digits.padStart(scale + 1, '0');
  let end = digits.length;
  while (scale > minScale && digits.charCodeAt(end - 1) === 48) {
    end--;
    scale--;
  }
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale, end).padEnd(minScale, '0');
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative ? `-${unsigned}` : unsigned;
}

function rescaleUnits(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale);
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** One decimal amount less another, exactly, with as many decimals as the longer of them has; null when one is no decimal. */
export function subtractAmounts(amount: string, other: string): string | null {
  const [one, two] = [DECIMAL.exec(amount), DECIMAL.exec(other)];
  if (one === null || two === null) return null;
  const scale = Math.max(one[3]?.length ?? 0, two[3]?.length ?? 0);
  return print(unitsOf(one, scale) - unitsOf(two, scale), scale);
}

function unitsOf([, sign, whole = '0', decimals = '']: RegExpExecArray, scale: number): bigint {
  const units = BigInt(whole + decimals.padEnd(scale, '0'));
  return sign === '-' ? -units : units;
}

function print(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const cut = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return units < 0n ? `-${text}` : text;
}

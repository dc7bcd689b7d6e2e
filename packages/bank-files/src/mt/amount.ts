import { type Decimal, parseDecimal } from '../decimal.ts';

/** Reads an amount of SWIFT: digits with one comma, or the point or nothing that some banks write instead. Null for anything else. */
export function parseMtAmount(text: string): Decimal | null {
  const first = text.charCodeAt(0);
  // The side is told by a mark, so that a sign has no place here.
  if (!(first >= 48 && first <= 57)) return null;
  return parseDecimal(text.replace(',', '.'));
}

/** The end of the digits, commas and points that begin at `start`. */
export function findAmountEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!((code >= 48 && code <= 57) || code === 44 || code === 46)) return at;
    at++;
  }
}

/** Index of the first character at or after `start` that is no space. */
export function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}

import type { Decimal } from '../decimal.ts';
import { findAmountEnd, parseMtAmount, skipBlanks } from './amount.ts';

/** One `:34F:`: entries below this amount are not listed; without a mark it holds for both sides. */
export interface FloorLimitField {
  readonly currency: string | null;
  readonly side: 'credit' | 'debit' | null;
  readonly amount: Decimal;
}

/** Reads `EUR0,`, `EURD5,` or, as some banks write it, an amount without currency; null when it is garbled. */
export function parseFloorLimit(text: string): FloorLimitField | null {
  const match = /^\s*([A-Z]{3})?\s*([CD])?(?=[\d\s])/.exec(text);
  if (match === null) return null;
  const start = skipBlanks(text, match[0].length);
  const end = findAmountEnd(text, start);
  const amount = parseMtAmount(text.slice(start, end));
  if (amount === null || text.slice(end).trim() !== '') return null;
  const side = match[2] === undefined ? null : match[2] === 'C' ? 'credit' : 'debit';
  return { currency: match[1] ?? null, side, amount };
}

import type { Decimal } from '../decimal.ts';
import { findAmountEnd, parseMtAmount, skipBlanks } from './amount.ts';

/** What the bank says the entries of one side come to. */
export interface EntryTotal {
  readonly side: 'credit' | 'debit';
  readonly count: number;
  readonly sum: Decimal;
  readonly currency: string | null;
}

/** Reads `:90D:` or `:90C:`, such as `2NZD5020,`; null when it is garbled, as it only serves to check. */
export function parseEntryTotal(side: 'credit' | 'debit', text: string): EntryTotal | null {
  const match = /^\s*(\d{1,9})\s*([A-Z]{3})?/.exec(text);
  if (match === null) return null;
  const start = skipBlanks(text, match[0].length);
  const sum = parseMtAmount(text.slice(start, findAmountEnd(text, start)));
  return sum === null ? null : { side, count: Number(match[1]), sum, currency: match[2] ?? null };
}

/**
 * Reads the sums that Dutch banks put into a `:86:` at the end of a statement: `/SUM/4/4/134,46/36,58/` (debits and credits, then their
 * sums) or `D000004C000002D25,24C28,71` (numbers and sums); empty when the text is neither.
 */
export function parseSumText(text: string): EntryTotal[] {
  const match =
    /^\/SUM\/(\d{1,9})\/(\d{1,9})\/([\d.,]+)\/([\d.,]+)\/?\s*$/.exec(text) ??
    /^D(\d{6})C(\d{6})D([\d.,]+?)C([\d.,]+)\s*$/.exec(text);
  if (match === null) return [];
  const debit = parseMtAmount(match[3] ?? '');
  const credit = parseMtAmount(match[4] ?? '');
  if (debit === null || credit === null) return [];
  return [
    { side: 'debit', count: Number(match[1]), sum: debit, currency: null },
    { side: 'credit', count: Number(match[2]), sum: credit, currency: null },
  ];
}

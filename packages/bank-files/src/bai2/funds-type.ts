import { parseCompactDate } from '../calendar-date.ts';
import type { Decimal } from '../decimal.ts';
import type { Availability } from '../statement.ts';
import type { FieldReader } from './field-reader.ts';
import { parsePrintedAmount } from './printed-amount.ts';

/** The funds type group of a summary or transaction, its fields consumed from the record. */
export type FundsType =
  | { readonly ok: true; readonly availability: readonly Availability[]; readonly valueDateText: string | null }
  | { readonly ok: false; readonly reason: string };

const NOTHING_KNOWN: FundsType = { ok: true, availability: [], valueDateText: null };

/** A distribution over more days than this is a shifted field, not a distribution. */
const MAX_DISTRIBUTIONS = 366;

/**
 * Reads the funds type and the fields it brings: none for blank and Z; none for 0, 1 and 2 (days); date and time for V;
 * three amounts for S; a count and as many pairs of days and amount for D. Reading one field too many or too few would
 * shift everything behind, so a type that does not exist is an error.
 */
export function readFundsType(fields: FieldReader, formatSlice: (printed: Decimal) => string): FundsType {
  const type = (fields.next() ?? '').toUpperCase();
  switch (type) {
    case '':
    case 'Z':
      return NOTHING_KNOWN;
    case '0':
    case '1':
    case '2':
      return { ok: true, availability: [{ days: Number(type), date: null, amount: null }], valueDateText: null };
    case 'V':
      return readValueDate(fields);
    case 'S':
      return readSlices(fields, formatSlice, [0, 1, 2]);
    case 'D':
      return readDistribution(fields, formatSlice);
    default:
      return {
        ok: false,
        reason: `funds type ${JSON.stringify(type.slice(0, 20))}, expected 0, 1, 2, Z, S, V, D or blank`,
      };
  }
}

function readValueDate(fields: FieldReader): FundsType {
  const text = fields.next() ?? '';
  // The time is of no use: 0000, 9999 and blank all mean some time on that day.
  fields.next();
  const date = parseCompactDate(text)?.date ?? null;
  return {
    ok: true,
    availability: date === null ? [] : [{ days: null, date, amount: null }],
    valueDateText: text || null,
  };
}

function readDistribution(fields: FieldReader, formatSlice: (printed: Decimal) => string): FundsType {
  const countText = fields.next() ?? '';
  const count = /^\d{1,3}$/.test(countText) ? Number(countText) : Number.NaN;
  if (!(count <= MAX_DISTRIBUTIONS)) {
    return { ok: false, reason: `number of distributions is ${JSON.stringify(countText.slice(0, 20))}` };
  }
  const availability: Availability[] = [];
  for (let i = 0; i < count; i++) {
    const days = fields.next() ?? '';
    if (!/^\d{1,3}$/.test(days))
      return { ok: false, reason: `days of availability are ${JSON.stringify(days.slice(0, 20))}` };
    const slices = readSlices(fields, formatSlice, [Number(days)]);
    if (!slices.ok) return slices;
    availability.push(...slices.availability);
  }
  return { ok: true, availability, valueDateText: null };
}

function readSlices(
  fields: FieldReader,
  formatSlice: (printed: Decimal) => string,
  days: readonly number[],
): FundsType {
  const availability: Availability[] = [];
  for (const day of days) {
    const text = fields.next() ?? '';
    const printed = text === '' ? null : parsePrintedAmount(text);
    if (text !== '' && printed === null)
      return { ok: false, reason: `available amount is ${JSON.stringify(text.slice(0, 20))}` };
    availability.push({ days: day, date: null, amount: printed === null ? null : formatSlice(printed) });
  }
  return { ok: true, availability, valueDateText: null };
}

import type { Decimal } from '../decimal.ts';
import { FieldReader } from './field-reader.ts';
import type { LogicalRecord } from './logical-record.ts';
import { parsePrintedAmount } from './printed-amount.ts';

/** A control field: a number, blank, or something that is neither. */
type Control<T> =
  | { readonly kind: 'stated'; readonly value: T }
  | { readonly kind: 'blank' }
  | { readonly kind: 'garbled'; readonly text: string };

/** Records 49, 98 and 99: a control total and one or two counts. */
export interface Bai2Trailer {
  readonly total: Control<Decimal>;
  /** Accounts in 98, groups in 99; blank in 49. */
  readonly memberCount: Control<number>;
  readonly recordCount: Control<number>;
}

/** Reads record 49; in the NAI dialect it has a second total in place of the record count. */
export function parseAccountTrailer(record: LogicalRecord, dialect: 'bai2' | 'nai'): Bai2Trailer {
  const fields = new FieldReader(record.pieces, true);
  const total = readTotal(fields);
  return {
    total,
    memberCount: { kind: 'blank' },
    recordCount: dialect === 'nai' ? { kind: 'blank' } : readCount(fields),
  };
}

/** Reads record 98 or 99. */
export function parseOuterTrailer(record: LogicalRecord): Bai2Trailer {
  const fields = new FieldReader(record.pieces, true);
  return { total: readTotal(fields), memberCount: readCount(fields), recordCount: readCount(fields) };
}

function readTotal(fields: FieldReader): Control<Decimal> {
  const text = fields.next() ?? '';
  if (text === '') return { kind: 'blank' };
  const value = parsePrintedAmount(text);
  return value === null ? { kind: 'garbled', text } : { kind: 'stated', value };
}

function readCount(fields: FieldReader): Control<number> {
  const text = fields.next() ?? '';
  if (text === '') return { kind: 'blank' };
  return /^\d{1,15}$/.test(text) ? { kind: 'stated', value: Number(text) } : { kind: 'garbled', text };
}

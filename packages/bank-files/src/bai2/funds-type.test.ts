import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../decimal.ts';
import { FieldReader } from './field-reader.ts';
import { readFundsType } from './funds-type.ts';
import { splitRecordLine } from './record-line.ts';

function read(fields: string) {
  const reader = new FieldReader(
    splitRecordLine({ text: `16,${fields}`, line: 1, byteOffset: 0, isTerminated: true }),
    false,
  );
  const funds = readFundsType(reader, (printed) => formatDecimal({ units: printed.units, scale: 2 }, 2));
  return { funds, next: reader.next() };
}

describe('readFundsType', () => {
  it.each([
    [',REF', []],
    ['Z,REF', []],
    ['0,REF', [{ days: 0, date: null, amount: null }]],
    ['2,REF', [{ days: 2, date: null, amount: null }]],
    ['V,260105,1300,REF', [{ days: null, date: '2026-01-05', amount: null }]],
    ['V,260105,,REF', [{ days: null, date: '2026-01-05', amount: null }]],
    ['V,,,REF', []],
    [
      'S,100,,300,REF',
      [
        { days: 0, date: null, amount: '1.00' },
        { days: 1, date: null, amount: null },
        { days: 2, date: null, amount: '3.00' },
      ],
    ],
    [
      'D,2,1,1000,30,25000,REF',
      [
        { days: 1, date: null, amount: '10.00' },
        { days: 30, date: null, amount: '250.00' },
      ],
    ],
    ['D,0,REF', []],
  ])('%s takes exactly its own fields', (fields, availability) => {
    const { funds, next } = read(fields);
    expect(funds).toMatchObject({ ok: true, availability });
    expect(next).toBe('REF');
  });

  it.each(['X,REF', 'D,a,REF', 'D,9999,REF', 'D,1,x,5,REF', 'S,1,2,abc,REF'])(
    '%s is an error, since the fields behind cannot be told',
    (fields) => {
      expect(read(fields).funds.ok).toBe(false);
    },
  );
});

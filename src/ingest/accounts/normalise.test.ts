import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { normaliseRow } from './normalise.ts';

describe('normalising a row', () => {
  it('writes the amount canonically and takes the direction from its sign', () => {
    expect(normaliseRow(createRow({ amount: '+12.5', currency: 'EUR' })).content).toMatchObject({
      amount: '12.50',
      entryType: 'credit',
    });
    expect(normaliseRow(createRow({ amount: '-1500.00', currency: 'JPY' })).content).toMatchObject({
      amount: '-1500',
      entryType: 'debit',
    });
    expect(normaliseRow(createRow({ amount: '-0.00' })).content).toMatchObject({ amount: '0.00', entryType: 'credit' });
  });

  it('keeps the text as shown beside a readable one', () => {
    const { content } = normaliseRow(createRow({ rawDescription: '  SHOP\n 12\t ZURICH ' }));
    expect(content).toMatchObject({ rawDescription: '  SHOP\n 12\t ZURICH ', description: 'SHOP 12 ZURICH' });
    expect(normaliseRow(createRow({ rawDescription: null })).content).toMatchObject({
      rawDescription: null,
      description: '',
    });
  });

  it('takes blank fields for absent ones, as banks pad them', () => {
    const row = normaliseRow(createRow({ bankReference: '   ', merchantName: '', sourceId: ' ', mcc: ' 5814 ' }));
    expect(row.content).toMatchObject({ bankReference: null, merchantName: null, mcc: '5814' });
    expect(row.sourceId).toBeNull();
  });

  it('masks the account of the counterparty', () => {
    const row = normaliseRow(createRow({ counterpartyAccount: 'DE89 3704 0044 0532 0130 00' }));
    expect(row.content.counterpartyAccountMasked).toBe('****3000');
    expect(JSON.stringify(row)).not.toContain('0532');
  });

  it('makes damaged text storable', () => {
    const { content } = normaliseRow(createRow({ rawDescription: 'A\u0000B\uD800C', counterpartyName: 'X\u0000' }));
    expect(content).toMatchObject({ rawDescription: 'A\uFFFDB\uFFFDC', counterpartyName: 'X\uFFFD' });
  });

  it('gives rows one key that differ in what banks reprint, and others another', () => {
    const key = (changes: Parameters<typeof createRow>[0]) => normaliseRow(createRow(changes)).matchKey;
    const base = key({ rawDescription: 'Card XX1234 09:15 Shop', amount: '-5' });
    expect(key({ rawDescription: 'CARD  **99 10:20:30 SHOP', amount: '-5.00' })).toBe(base);
    expect(key({ rawDescription: 'Card XX1234 09:15 Shop', amount: '5' })).not.toBe(base);
    expect(key({ rawDescription: 'Card XX1234 09:15 Shop', amount: '-5', postedDate: november(3) })).not.toBe(base);
    const pending = { status: 'pending', postedDate: null } as const;
    expect(key({ ...pending, pendingDate: november(2) })).not.toBe(key({ pendingDate: november(2) }));
  });

  it('refuses an amount that is none', () => {
    expect(() => normaliseRow(createRow({ amount: '12,50' }))).toThrow(RangeError);
  });
});

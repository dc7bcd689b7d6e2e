import { describe, expect, it } from 'vitest';
import { AmountReader } from './amount-reader.ts';
import { formatDecimal } from './decimal.ts';

function read(...texts: string[]): string[] {
  const reader = new AmountReader();
  return texts.map((text) => {
    const amount = reader.read(text);
    return amount.ok ? formatDecimal(amount.value, 0) : amount.code;
  });
}

describe('AmountReader', () => {
  it('decides a doubtful amount by an earlier one', () => {
    expect(read('1,234', '5.00', '1,234', '-12,345')).toEqual(['amount_ambiguous', '5', '1234', '-12345']);
    expect(read('1.234', '5,00', '1.234', '1,234')).toEqual(['amount_ambiguous', '5', 'amount_ambiguous', '1.234']);
    expect(read('1.234', '5.00', '1.234')).toEqual(['amount_ambiguous', '5', '1.234']);
  });

  it('reads the three decimals of a currency that has them', () => {
    expect(new AmountReader().read('1.234', 3)).toEqual({ ok: true, value: { units: 1234n, scale: 3 } });
    expect(new AmountReader().read('1,234', 3)).toMatchObject({ ok: false, code: 'amount_ambiguous' });
    expect(new AmountReader().read('1.234', 2)).toMatchObject({ ok: false, code: 'amount_ambiguous' });
  });

  it('says what is wrong', () => {
    expect(read('', '12..34', '=746.36')).toEqual(['amount_missing', 'amount_garbled', 'amount_garbled']);
  });
});

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
    expect(read('1.234', '5,00', '1.234', '1,234')).toEqual(['1.234', '5', 'amount_ambiguous', '1.234']);
  });

  it('says what is wrong', () => {
    expect(read('', '12..34', '=746.36')).toEqual(['amount_missing', 'amount_garbled', 'amount_garbled']);
  });
});

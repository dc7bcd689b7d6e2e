import { describe, expect, it } from 'vitest';
import { decimal } from './decimal.ts';
import { canonicalAmount, formatAmount, minorUnitsOf } from './money.ts';

describe('amounts', () => {
  it.each([
    ['1', 'USD', '1.00'],
    ['1.000', 'EUR', '1.00'],
    ['-0', 'EUR', '0.00'],
    ['1.005', 'USD', '1.005'],
    ['1500', 'JPY', '1500'],
    ['1500.00', 'JPY', '1500'],
    ['1500.5', 'JPY', '1500.5'],
    ['2.5', 'KWD', '2.500'],
    ['1', 'CLF', '1.0000'],
    ['0.00000001', 'BTC', '0.00000001'],
  ])('writes %s %s as %s', (text, currency, canonical) => {
    expect(canonicalAmount(text, currency)).toBe(canonical);
    expect(formatAmount(decimal(text), currency)).toBe(canonical);
    expect(canonicalAmount(canonical, currency)).toBe(canonical);
  });

  it('counts two decimals for a code it does not know, also for one that is a word of the language', () => {
    for (const code of ['XYZ', '', 'constructor', '__proto__', 'toString']) expect(minorUnitsOf(code), code).toBe(2);
  });

  it('throws on text that is no amount', () => {
    expect(() => canonicalAmount('12,50', 'EUR')).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, compareDecimals, formatDecimal, negateDecimal, parseDecimal, ZERO } from './decimal.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

function parse(text: string) {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

describe('parseDecimal', () => {
  it.each([
    ['5', 5n, 0],
    ['-5', -5n, 0],
    ['+5.25', 525n, 2],
    ['.03', 3n, 2],
    ['5.', 5n, 0],
    ['000000000000', 0n, 0],
    ['8.85000', 885000n, 5],
  ])('reads %s exactly', (text, units, scale) => {
    expect(parseDecimal(text)).toEqual({ units, scale });
  });

  it.each(['', '-', '.', '12..34', '1,5', '1e5', ' 1', '1 ', '--1', '1-', '٣', '9'.repeat(41)])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
});

describe('formatDecimal', () => {
  it.each([
    ['9840', 2, '9840.00'],
    ['5442.09000', 2, '5442.09'],
    ['8.85001', 2, '8.85001'],
    ['-0.00', 2, '0.00'],
    ['-.5', 2, '-0.50'],
    ['100', 0, '100'],
    ['1.5000', 3, '1.500'],
    ['100.00', 0, '100'],
  ])('writes %s with at least %i decimals as %s', (text, minScale, written) => {
    expect(formatDecimal(parse(text), minScale)).toBe(written);
  });
});

describe('decimal arithmetic', () => {
  it('adds different scales without loss', () => {
    expect(formatDecimal(addDecimals(parse('0.1'), parse('0.002')), 0)).toBe('0.102');
    expect(formatDecimal(addDecimals(parse('0.002'), parse('0.1')), 0)).toBe('0.102');
  });

  it('compares by value, not by scale', () => {
    expect(compareDecimals(parse('1.0'), parse('1.000'))).toBe(0);
    expect(compareDecimals(parse('-1'), parse('0.5'))).toBe(-1);
    expect(compareDecimals(parse('2'), parse('0.5'))).toBe(1);
  });

  it('adding the negated number gives zero, and formatting loses nothing', () => {
    const decimals = fc.record({ units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), scale: fc.nat(6) });
    fc.assert(
      fc.property(decimals, fc.nat(4), (value, minScale) => {
        expect(compareDecimals(addDecimals(value, negateDecimal(value)), ZERO)).toBe(0);
        expect(compareDecimals(parse(formatDecimal(value, minScale)), value)).toBe(0);
      }),
    );
  });
});

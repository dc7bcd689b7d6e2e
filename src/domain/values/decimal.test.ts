import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimal,
  formatDecimal,
  negateDecimal,
  parseDecimal,
  subtractDecimals,
  sumDecimals,
} from './decimal.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const anyDecimal = fc.record({ units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), scale: fc.nat(18) });

describe('parsing decimal text', () => {
  it.each([
    ['0', 0n, 0],
    ['-12.50', -1250n, 2],
    ['+3', 3n, 0],
    ['.5', 5n, 1],
    ['5.', 5n, 0],
    ['-0', 0n, 0],
    ['000.010', 10n, 3],
    ['123456789012345678901234567890.123456789', 123456789012345678901234567890123456789n, 9],
  ])('reads %s', (text, units, scale) => {
    expect(parseDecimal(text)).toEqual({ units, scale });
  });

  it.each(['', '.', '-', '+.', '1e3', ' 1', '1 ', '1\n', '1,5', '--1', '1.2.3', 'NaN', 'Infinity', '0x10', '١', '1_0'])(
    'takes %j for no decimal',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
      expect(() => decimal(text)).toThrow(RangeError);
    },
  );

  it('accepts 64 characters and refuses more, so that no input can keep the machine busy', () => {
    expect(parseDecimal('9'.repeat(64))?.units).toBe(10n ** 64n - 1n);
    expect(parseDecimal('9'.repeat(65))).toBeNull();
  });
});

describe('writing decimals', () => {
  it.each([
    ['-0.00', 0, '0'],
    ['0', 2, '0.00'],
    ['1250', 2, '1250.00'],
    ['12.5', 2, '12.50'],
    ['12.5000', 2, '12.50'],
    ['12.505', 2, '12.505'],
    ['-.5', 2, '-0.50'],
    ['-0.005', 0, '-0.005'],
    ['0100', 0, '100'],
  ])('writes %s with at least %i decimals as %s', (text, minScale, canonical) => {
    expect(formatDecimal(decimal(text), minScale)).toBe(canonical);
  });

  it('gives equal values one text, and that text means the same value', () => {
    fc.assert(
      fc.property(anyDecimal, fc.nat(10), fc.nat(4), ({ units, scale }, extra, minScale) => {
        const text = formatDecimal({ units, scale }, minScale);
        expect(compareDecimals(decimal(text), { units, scale })).toBe(0);
        expect(formatDecimal({ units: units * 10n ** BigInt(extra), scale: scale + extra }, minScale)).toBe(text);
        expect(text).toMatch(/^(-?(0|[1-9]\d*)(\.\d+)?)$/);
        expect(text).not.toMatch(/^-0(\.0*)?$/);
      }),
    );
  });
});

describe('exact arithmetic', () => {
  it('adds what binary fractions cannot', () => {
    expect(formatDecimal(addDecimals(decimal('0.1'), decimal('0.2')))).toBe('0.3');
    expect(formatDecimal(sumDecimals(Array.from({ length: 1000 }, () => decimal('0.01'))), 2)).toBe('10.00');
    expect(formatDecimal(sumDecimals([]))).toBe('0');
  });

  it('is a group: subtraction undoes addition, whatever the scales', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(compareDecimals(subtractDecimals(addDecimals(a, b), b), a)).toBe(0);
        expect(compareDecimals(addDecimals(a, b), addDecimals(b, a))).toBe(0);
        expect(compareDecimals(addDecimals(a, negateDecimal(a)), decimal('0'))).toBe(0);
      }),
    );
  });

  it('orders by value', () => {
    expect(compareDecimals(decimal('1.10'), decimal('1.1'))).toBe(0);
    expect(compareDecimals(decimal('-2'), decimal('1.5'))).toBe(-1);
    expect(compareDecimals(decimal('10'), decimal('9.99'))).toBe(1);
  });
});

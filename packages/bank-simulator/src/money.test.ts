import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDecimal } from './money.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

describe('renderDecimal', () => {
  it('places the point by currency', () => {
    expect(renderDecimal(-125_000n, 'USD')).toBe('-1250.00');
    expect(renderDecimal(5n, 'EUR')).toBe('0.05');
    expect(renderDecimal(-5n, 'EUR')).toBe('-0.05');
    expect(renderDecimal(0n, 'USD')).toBe('0.00');
    expect(renderDecimal(1_234n, 'JPY')).toBe('1234');
    expect(renderDecimal(-1n, 'KWD')).toBe('-0.001');
  });

  it('names an unknown currency', () => {
    expect(() => renderDecimal(1n, 'XXX')).toThrow(/currency "XXX" is unknown; use one of USD/);
  });

  it('loses nothing, whatever the size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (minor) => {
        expect(BigInt(renderDecimal(minor, 'USD').replace('.', ''))).toBe(minor);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../decimal.ts';
import { hasDecimalPoint, parsePrintedAmount, resolvePrintedAmount } from './printed-amount.ts';

function resolve(text: string, exponent: number): string | null {
  const printed = parsePrintedAmount(text);
  return printed === null
    ? null
    : formatDecimal(resolvePrintedAmount(printed, exponent, hasDecimalPoint(text)), exponent);
}

describe('printed amounts', () => {
  it.each([
    ['+000000000000', 2, '0.00'],
    ['-3500', 2, '-35.00'],
    ['13467-', 2, '-134.67'],
    ['13467+', 2, '134.67'],
    ['5', 2, '0.05'],
    ['5000', 0, '5000'],
    ['5000', 3, '5.000'],
    ['250.01', 2, '250.01'],
  ])('%s with %i implied decimals is %s', (text, exponent, amount) => {
    expect(resolve(text, exponent)).toBe(amount);
  });

  it.each(['12..34', '1,5', '-5-', '--5', 'abc', '5 -', '-'])('refuses %j', (text) => {
    expect(parsePrintedAmount(text)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { formatAmount } from './format-amount.ts';

describe('an amount', () => {
  it('keeps every digit that no floating-point number could', () => {
    expect(formatAmount('-90071992547409931234.57', 'EUR', 'en-US')).toBe('-90,071,992,547,409,931,234.57');
  });

  it('is written in the way of the reader, with the decimals of its currency', () => {
    expect(formatAmount('1234.5', 'EUR', 'de-DE')).toBe('1.234,50');
    expect(formatAmount('1234', 'JPY', 'en-US')).toBe('1,234');
    expect(formatAmount('1234', 'KWD', 'en-US')).toBe('1,234.000');
  });

  it('shows more decimals than its currency has, where the bank gave them', () => {
    expect(formatAmount('0.1234', 'USD', 'en-US')).toBe('0.1234');
  });

  it('comes back as it is when it is no decimal or its currency no code', () => {
    expect(formatAmount('n/a', 'EUR', 'en-US')).toBe('n/a');
    expect(formatAmount('7.25', 'not a code', 'en-US')).toBe('7.25');
  });
});

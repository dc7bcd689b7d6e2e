import { describe, expect, it } from 'vitest';
import { canBeCode, codeDigitsOf } from './mfa-challenge.ts';

describe('what can be a code', () => {
  it.each(['123456', '123 456', ' 12-34-56 ', 'G-123456', '١٢٣٤٥٦'])('of six digits is %j', (text) => {
    expect(canBeCode(text, 6)).toBe(true);
  });

  it.each(['12', '1234567', 'abcdef', ''])('of six digits is not %j', (text) => {
    expect(canBeCode(text, 6)).toBe(false);
  });

  it('is anything where the bank does not say how its codes look', () => {
    expect(canBeCode('the name of my dog', codeDigitsOf({ codeDigits: { sms: 6 } }, 'unknown'))).toBe(true);
    expect(codeDigitsOf(null, 'sms')).toBe(null);
    expect(codeDigitsOf({ codeDigits: { sms: 6 } }, 'sms')).toBe(6);
  });
});

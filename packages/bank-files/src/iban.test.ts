import { describe, expect, it } from 'vitest';
import { isIban } from './iban.ts';

describe('isIban', () => {
  it.each(['DE02120300000000202051', 'NL91ABNA0417164300', 'MT84MALT011000012345MTLCAST001S', 'NO9386011117947'])(
    'takes %s',
    (text) => {
      expect(isIban(text)).toBe(true);
    },
  );

  it.each([
    'DE02120300000000202052',
    'DE0212030000',
    'de02120300000000202051',
    'DE02 1203 0000 0000 2020 51',
    '12345678901234567890',
    '',
  ])('refuses %j', (text) => {
    expect(isIban(text)).toBe(false);
  });
});

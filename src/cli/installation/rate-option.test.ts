import { describe, expect, it } from 'vitest';
import { describeRate, readRate } from './rate-option.ts';

describe('a rate on the command line', () => {
  it('is a number of requests a second, none or default', () => {
    expect(['1', '250', '1000000', 'none', 'default'].map(readRate)).toEqual([1, 250, 1_000_000, 0, null]);
  });

  it.each(['0', '-1', '1.5', '1000001', '99999999', '', 'many'])('cannot be %j', (text) => {
    expect(() => readRate(text)).toThrow(/from 1 to 1000000, none for no limit, or default/);
  });

  it('is told in words', () => {
    expect([7, 0, null].map(describeRate)).toEqual([
      'may send 7 requests a second',
      'has no limit',
      "has the installation's limit",
    ]);
  });
});

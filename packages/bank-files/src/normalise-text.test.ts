import { describe, expect, it } from 'vitest';
import { normaliseText } from './normalise-text.ts';

describe('normaliseText', () => {
  it.each([
    ['  a b  ', 'a b'],
    ['a  b\tc\nd', 'a b c d'],
    ['a\u00a0b', 'a b'],
    ['plain', 'plain'],
    [' \n ', null],
    ['', null],
  ])('%j becomes %j', (text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });
});

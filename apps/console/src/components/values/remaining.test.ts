import { expect, it } from 'vitest';
import { formatRemaining } from './remaining.ts';

it('tells a countdown in minutes and seconds', () => {
  expect(formatRemaining(245_000)).toBe('4:05');
  expect(formatRemaining(1)).toBe('0:01');
});

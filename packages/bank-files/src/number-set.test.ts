import { describe, expect, it } from 'vitest';
import { NumberSet } from './number-set.ts';

/** Numbers that are looked for in one and the same place. */
const meeting = Array.from({ length: 2000 }, (_, i) => i * 0x7fffffff + 6);

describe('NumberSet', () => {
  it('tells what it was given before, up to its limit', () => {
    const set = new NumberSet(3000);
    const numbers = Array.from({ length: 4000 }, (_, i) => (i * 2_654_435_761) % 2 ** 52);
    expect(numbers.filter((number) => set.add(number))).toEqual([]);
    expect(numbers.filter((number) => set.add(number))).toEqual(numbers.slice(0, 3000));
    expect(set.add(0)).toBe(true);
  });

  it('takes a bounded number of steps: of numbers made to meet in one place it forgets all but the first', () => {
    const set = new NumberSet(100_000);
    expect(meeting.filter((number) => set.add(number))).toEqual([]);
    expect(meeting.filter((number) => set.add(number))).toEqual(meeting.slice(0, 256));
  });
});

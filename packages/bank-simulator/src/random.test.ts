import { describe, expect, it } from 'vitest';
import { createRandomStream, hashDigits, hashHex } from './random.ts';

function draw(count: number, ...parts: string[]): number[] {
  const stream = createRandomStream(...parts);
  return Array.from({ length: count }, () => stream.int(0, 999_999));
}

describe('random streams', () => {
  it('draw the same for the same name, on every machine and in every version', () => {
    expect(draw(5, 'seed', 'a')).toEqual(draw(5, 'seed', 'a'));
    expect(draw(3, 'seed', 'a')).toEqual([857_285, 601_570, 115_635]);
    expect(hashHex('seed', 'a')).toBe('b2361508dd4570fe');
  });

  it('differ when a part differs or is cut elsewhere', () => {
    expect(draw(5, 'seed', 'a')).not.toEqual(draw(5, 'seed', 'b'));
    expect(draw(5, 'ab', 'c')).not.toEqual(draw(5, 'a', 'bc'));
    expect(hashHex('ab', 'c')).not.toBe(hashHex('a', 'bc'));
  });

  it('cover a range evenly, both ends included', () => {
    const stream = createRandomStream('even');
    const counts = new Map<number, number>();
    for (let index = 0; index < 60_000; index += 1) {
      const value = stream.int(1, 6);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('start far apart for names that are close', () => {
    const firsts = Array.from({ length: 10_000 }, (_, index) => createRandomStream('day', `${index}`).int(0, 9));
    for (let digit = 0; digit < 10; digit += 1) {
      expect(Math.abs(firsts.filter((value) => value === digit).length - 1_000)).toBeLessThan(150);
    }
  });

  it('give references without collisions among 200,000 names', () => {
    const hashes = new Set(Array.from({ length: 200_000 }, (_, index) => hashHex('row', `acct/cards/${index}`)));
    expect(hashes.size).toBe(200_000);
    expect(hashDigits(9, 'x')).toMatch(/^\d{9}$/);
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandomStream('x').pick([])).toThrow(/empty list/);
  });
});

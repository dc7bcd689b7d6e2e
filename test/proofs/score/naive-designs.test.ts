import { describe, expect, it } from 'vitest';
import { NAIVE_DESIGNS, NaiveDesign, type NaiveDesignName } from '../../../proofs/score/naive-designs.ts';
import { readingOf, type Sketch } from './readings.ts';

/** Which rows of two readings a design takes for one, written as letters: `aab` is three rows under two ids. */
function pattern(name: NaiveDesignName, first: readonly Sketch[], second: readonly Sketch[]): string {
  const design = new NaiveDesign(name);
  const ids = [
    ...design.decide({ ...readingOf(first), number: 0 }).ids,
    ...design.decide({ ...readingOf(second), number: 1 }).ids,
  ];
  const known = [...new Set(ids)];
  return ids.map((id) => 'abcdefgh'.charAt(known.indexOf(id))).join('');
}

const pending = { truth: '1', status: 'pending', date: '2026-03-09' } as const;

describe('each naive design', () => {
  const twoCoffees = [
    { truth: '1', id: 'x' },
    { truth: '2', id: 'y' },
  ];

  it.each<[NaiveDesignName, string]>([
    ['rowHash', 'aaaa'],
    ['rowHashAndIndex', 'abab'],
    ['sourceIdOnly', 'abab'],
    ['dateAndAmount', 'aaaa'],
  ])('%s sees two equal rows, read twice, as %s', (name, expected) => {
    expect(pattern(name, twoCoffees, twoCoffees)).toBe(expected);
  });

  it.each<[NaiveDesignName, string]>([
    ['rowHash', 'ab'],
    ['rowHashAndIndex', 'ab'],
    ['sourceIdOnly', 'aa'],
    ['dateAndAmount', 'aa'],
  ])('%s sees a row whose text changes under one id as %s', (name, expected) => {
    expect(pattern(name, [{ truth: '1', id: 'x' }], [{ truth: '1', id: 'x', text: 'TEA' }])).toBe(expected);
  });

  it.each<[NaiveDesignName, string]>([
    ['rowHash', 'aba'],
    ['rowHashAndIndex', 'abc'],
    ['sourceIdOnly', 'abc'],
    ['dateAndAmount', 'aba'],
  ])('%s sees a row without id behind one that came in before it as %s', (name, expected) => {
    expect(pattern(name, [{ truth: '1' }], [{ truth: '2', amount: '-9.99' }, { truth: '1' }])).toBe(expected);
  });

  it.each([...NAIVE_DESIGNS])(
    '%s takes out what a complete read does not show, and nothing after a broken one',
    (name) => {
      const design = new NaiveDesign(name);
      const { ids } = design.decide({ ...readingOf([{ ...pending, id: 'x' }]), number: 0 });
      expect(design.decide({ ...readingOf([], { complete: false }), number: 1 }).removed).toEqual([]);
      expect(design.decide({ ...readingOf([]), number: 2 }).removed).toEqual(ids);
      expect(design.decide({ ...readingOf([]), number: 3 }).removed).toEqual([]);
    },
  );

  it.each([...NAIVE_DESIGNS])('%s tells of a modification only when what it shows of an id changed', (name) => {
    const design = new NaiveDesign(name);
    const reading = { ...readingOf([{ ...pending, id: 'x' }]), number: 0 };
    expect(design.decide(reading).modified).toEqual([]);
    expect(design.decide({ ...reading, number: 1 }).modified).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { listCertainLinks, type PossibleLink } from '../../../proofs/score/certain-links.ts';

/** `a>x` is a possible link, `a>x*2` one of which two are true. Classes have one member unless `counts` says more. */
function certain(text: string, counts: Readonly<Record<string, number>> = {}): string[] {
  const links = text.split(' ').map((part): PossibleLink => {
    const [, from = '', to = '', count] = /^(\w+)>(\w+?)(?:\*(\d))?$/.exec(part) ?? [];
    return { from, to, trueCount: Number(count ?? 0) };
  });
  const classesOf = (end: 'from' | 'to') =>
    [...new Set(links.map((link) => link[end]))].map((key) => ({ key, count: counts[key] ?? 1 }));
  return listCertainLinks(classesOf('from'), classesOf('to'), links).map(({ from, to }) => `${from}>${to}`);
}

describe('a link is certain', () => {
  it('when nothing else could be linked', () => {
    expect(certain('a>x*1')).toEqual(['a>x']);
  });

  it('when every best assignment has it, though there are other possible links', () => {
    // b can only be y, so a has to be x.
    expect(certain('a>x*1 a>y b>y*1')).toEqual(['a>x', 'b>y']);
  });

  it('when equal ones become equal ones, however many', () => {
    expect(certain('a>x*2', { a: 2, x: 2 })).toEqual(['a>x']);
    expect(certain('a>x*1', { a: 3 })).toEqual(['a>x']);
  });

  it('for two parts that do not touch each other, each on its own', () => {
    expect(certain('a>x*1 b>y*1 c>y')).toEqual(['a>x']);
  });
});

describe('a link is not certain', () => {
  it('when two could have become one, or one could have become two', () => {
    expect(certain('a>x*1 b>x')).toEqual([]);
    expect(certain('a>x*1 a>y')).toEqual([]);
  });

  it('when two could be exchanged', () => {
    expect(certain('a>x*1 a>y b>x b>y*1')).toEqual([]);
    expect(certain('a>x*1 a>y*1 b>x b>y', { a: 2 })).toEqual([]);
  });

  it('when it is not true', () => {
    expect(certain('a>x')).toEqual([]);
  });
});

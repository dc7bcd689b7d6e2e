import { describe, expect, it } from 'vitest';
import { DateOrderFinder } from './date-order.ts';

function find(...dates: string[]) {
  const finder = new DateOrderFinder();
  for (const date of dates) finder.add(date);
  return { decided: finder.decided, ...finder.conclude('DMY') };
}

describe('DateOrderFinder', () => {
  it.each([
    [['01/02/2026', '13/02/2026'], 'DMY'],
    [['01/02/2026', '02/13/2026'], 'MDY'],
    [["1/ 2'26", "2/14'2026"], 'MDY'],
  ])('%j tells by a part above 12', (dates, order) => {
    expect(find(...dates)).toEqual({ decided: order, order, isAssumed: false });
  });

  it.each([
    [['01/02/2026', '01/05/2026', '02/03/2026'], 'MDY'],
    [['01/02/2026', '05/02/2026', '03/03/2026'], 'DMY'],
    [['03/03/2026', '05/02/2026', '01/02/2026'], 'DMY'],
    [["1/ 2'26"], 'MDY'],
  ])('%j tells by its sequence, or by Quicken’s apostrophe', (dates, order) => {
    expect(find(...dates)).toEqual({ decided: null, order, isAssumed: false });
  });

  it('assumes only where it makes a difference', () => {
    expect(find('01/02/2026', '03/04/2026')).toEqual({ decided: null, order: 'DMY', isAssumed: true });
    expect(find('01/01/2026', '2026-03-04')).toEqual({ decided: null, order: 'DMY', isAssumed: false });
    expect(find()).toMatchObject({ isAssumed: false });
  });
});

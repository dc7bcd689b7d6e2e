import { describe, expect, it } from 'vitest';
import { subtractAmounts } from './amounts.ts';
import { firstDayOf } from './calendar.ts';
import { layOutTrend } from './trend-layout.ts';

describe('a change of the position', () => {
  it('is exact where floating-point numbers are not', () => {
    expect(subtractAmounts('0.30', '0.1')).toBe('0.20');
    expect(subtractAmounts('90071992547409931234.57', '90071992547409931234.58')).toBe('-0.01');
    expect(subtractAmounts('-5', '7')).toBe('-12');
  });

  it('is not made up from what is no amount', () => {
    expect(subtractAmounts('5', 'many')).toBeNull();
  });
});

it('counts calendar days with the last one', () => {
  expect(firstDayOf('2026-03-01', 30)).toBe('2026-01-31');
});

describe('the line of a position', () => {
  it('goes from one edge to the other, the highest balance at the top', () => {
    const { points, line } = layOutTrend(['0', '10', '5'], { width: 100, height: 50 });
    expect(points).toEqual([
      [0, 50],
      [50, 0],
      [100, 25],
    ]);
    expect(line).toBe('M0 50L50 0L100 25');
  });

  it('has a gap where nothing is known, and is in the middle where nothing changes', () => {
    expect(layOutTrend(['5', null, '5'], { width: 100, height: 50 }).line).toBe('M0 25M100 25');
  });
});

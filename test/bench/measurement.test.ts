import { describe, expect, it } from 'vitest';
import { type Figure, measurementOf, median, quantile } from '../../bench/measurement.ts';

const SIZE = { rows: 1_000, seed: 's' };
const FIGURE: Figure = { name: 'stream.page500', unit: 'pages/s', values: [60, 30, 90] };

describe('a figure', () => {
  it('is compared round by round, so that a machine that slows down moves no ratio', () => {
    const reference = { name: 'pgbench', values: [100, 50, 150] };
    expect(measurementOf({ ...FIGURE, reference, target: { of: 'ratio', atLeast: 0.6 } }, SIZE)).toMatchObject({
      value: 60,
      referenceValue: 100,
      ratio: 0.6,
      spread: [0.6, 0.6],
      met: true,
    });
  });

  it('misses its target on either side', () => {
    const reference = { name: 'pgbench', values: [120, 60, 180] };
    const met = (target: NonNullable<Figure['target']>) => measurementOf({ ...FIGURE, reference, target }, SIZE).met;
    expect(met({ of: 'ratio', atLeast: 0.55 })).toBe(false);
    expect(met({ of: 'ratio', atMost: 0.55 })).toBe(true);
    expect(met({ of: 'value', atMost: 59 })).toBe(false);
    expect(met({ of: 'value', atLeast: 60 })).toBe(true);
    expect(met({ of: 'value', moreThan: 60 })).toBe(false);
    expect(met({ of: 'value', moreThan: 59 })).toBe(true);
  });

  it('says that a reference is missing and meets nothing by it', () => {
    const reference = { name: 'pgbench', values: null, note: 'pgbench is not installed.' };
    expect(measurementOf({ ...FIGURE, reference, target: { of: 'ratio', atLeast: 0.55 } }, SIZE)).toMatchObject({
      referenceName: 'pgbench',
      referenceValue: null,
      ratio: null,
      met: null,
      note: 'pgbench is not installed.',
    });
  });

  it('shows the spread of its values where there is nothing to compare with', () => {
    expect(measurementOf(FIGURE, SIZE)).toMatchObject({ value: 60, ratio: null, spread: [30, 90], met: null });
  });
});

describe('quantiles', () => {
  it('lie between neighbours', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([0, 100], 0.99)).toBeCloseTo(99);
    expect(() => median([])).toThrow(RangeError);
  });
});

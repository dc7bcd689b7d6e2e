import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { readEventTypes, readMoment, resolveMoment } from './event-options.ts';

it('a moment is a time, or how long ago it was', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const read = (text: string) => resolveMoment(readMoment(text), now);
  expect(read('2026-11-21T08:00:00Z')).toBe(Date.UTC(2026, 10, 21, 8));
  expect(read('2026-11-21T08:00:00.5+02:00')).toBe(Date.UTC(2026, 10, 21, 6, 0, 0, 500));
  for (const [text, ms] of [
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ] as const)
    expect(now - ms).toBe(read(text));
  for (const wrong of ['', 'yesterday', '2h30m', '-1h', '2026-11-21', '2026-13-01T00:00:00Z', '1w'])
    expect(() => readMoment(wrong)).toThrow(InvalidArgumentError);
});

it('types of events are separated by commas, each once', () => {
  expect(readEventTypes('test')).toEqual(['test']);
  expect(readEventTypes('transactions.sync_available, test,test')).toEqual(['transactions.sync_available', 'test']);
  for (const wrong of ['', 'test,', 'Test', 'connection.*', 'a.b.c'])
    expect(() => readEventTypes(wrong)).toThrow('It must be types of events');
});

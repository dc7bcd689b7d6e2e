import { describe, expect, it } from 'vitest';
import { addMs, instantFromMs, instantToMs } from './instant.ts';

describe('instants', () => {
  it('are RFC 3339 text in UTC with milliseconds', () => {
    expect(instantFromMs(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(instantToMs('2026-11-20T06:02:11.482Z')).toBe(1_795_154_531_482);
    expect(instantFromMs(1_795_154_531_482)).toBe('2026-11-20T06:02:11.482Z');
    expect(addMs('2026-12-31T23:59:59.999Z', 1)).toBe('2027-01-01T00:00:00.000Z');
    expect(addMs('2027-01-01T00:00:00.000Z', -1)).toBe('2026-12-31T23:59:59.999Z');
  });

  it('are never made of text that is none', () => {
    expect(() => instantToMs('yesterday')).toThrow(RangeError);
  });
});

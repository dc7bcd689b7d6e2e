import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 6, 0, 0);
const read = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), NOW_MS);

describe('Retry-After', () => {
  it('is null when absent or unreadable', () => {
    expect(read({})).toBeNull();
    expect(read({ 'retry-after': 'soon' })).toBeNull();
    expect(read({ 'retry-after': '-5' })).toBeNull();
    expect(read({ 'retry-after': '1.5' })).toBeNull();
  });

  it('takes seconds', () => {
    expect(read({ 'retry-after': '12' })).toBe(12);
    expect(read({ 'retry-after': '0' })).toBe(0);
  });

  it('takes a date, from now on', () => {
    expect(read({ 'retry-after': 'Fri, 20 Nov 2026 06:00:30 GMT' })).toBe(30);
    expect(read({ 'retry-after': 'Fri, 20 Nov 2026 05:00:00 GMT' })).toBe(0);
  });

  it('measures a date by the clock of the server that wrote it', () => {
    const headers = { date: 'Fri, 20 Nov 2026 09:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 09:00:07 GMT' };
    expect(read(headers)).toBe(7);
  });
});

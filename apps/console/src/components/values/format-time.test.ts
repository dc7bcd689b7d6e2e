import { describe, expect, it } from 'vitest';
import { formatDate, formatRelative } from './format-time.ts';

const NOW_MS = Date.parse('2026-05-04T12:00:00Z');

describe('times', () => {
  it('are told as a distance for a week, and as a date before that', () => {
    expect(formatRelative('2026-05-04T11:57:10Z', NOW_MS, 'en-US')).toBe('2 minutes ago');
    expect(formatRelative('2026-05-04T11:59:50Z', NOW_MS, 'en-US')).toBe('just now');
    expect(formatRelative('2026-05-03T11:00:00Z', NOW_MS, 'en-US')).toBe('yesterday');
    expect(formatRelative('2026-05-04T15:00:00Z', NOW_MS, 'en-US')).toBe('in 3 hours');
    expect(formatRelative('2026-04-01T12:00:00Z', NOW_MS, 'en-US')).toBe('Apr 1, 2026');
  });

  it('leave a calendar date on its day in every zone', () => {
    expect(formatDate('2026-05-04', 'en-US')).toBe('May 4, 2026');
  });

  it('come back as they are when they are none', () => {
    expect(formatDate('soon', 'en-US')).toBe('soon');
    expect(formatRelative('soon', NOW_MS, 'en-US')).toBe('soon');
  });
});

import { describe, expect, it } from 'vitest';
import { formatDuration } from './time-span.ts';

describe('spans of time', () => {
  it('are told in seconds, then in minutes', () => {
    expect(formatDuration('2026-05-04T00:00:00Z', '2026-05-04T00:00:01.44Z')).toBe('1.4 s');
    expect(formatDuration('2026-05-04T00:00:00Z', '2026-05-04T00:02:05Z')).toBe('2 min 5 s');
    expect(formatDuration('2026-05-04T00:00:00Z', null)).toBe('–');
  });
});

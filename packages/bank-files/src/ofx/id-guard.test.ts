import { describe, expect, it } from 'vitest';
import { IdGuard } from './id-guard.ts';

describe('IdGuard', () => {
  it('tells the repeated from the new', () => {
    const guard = new IdGuard();
    const ids = Array.from({ length: 50_000 }, (_, i) => `20260105${i}`);
    expect(ids.filter((id) => guard.isRepeated(id))).toEqual([]);
    expect(ids.every((id) => guard.isRepeated(id))).toBe(true);
    expect(guard.isRepeated('')).toBe(false);
  });
});

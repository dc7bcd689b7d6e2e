import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeEventCursor, type EventPlace, encodeEventCursor } from './event-cursor.ts';
import type { CursorKeys } from './stream-cursor.ts';

const KEYS: CursorKeys = {
  currentKeyId: 3,
  tag: (keyId, message) => (keyId === 3 ? createHmac('sha256', 'key').update(message).digest() : null),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};
const SCOPE = { organizationId: 'org-1', environment: 'test' } as const;
const PLACE: EventPlace = {
  seen: { next: 2n ** 33n, open: [2n ** 33n - 2n ** 31n, 2n ** 33n - 1n] },
  era: '019a99d4-7b10-4c3a-9f21-5d0c6a1e4b77',
  issuedAtMs: Date.parse('2026-11-20T06:00:00Z'),
};

describe('cursors of the event log', () => {
  it('give back the place for the tenant that they were made for', () => {
    const cursor = encodeEventCursor(PLACE, SCOPE, KEYS);
    expect(cursor).toMatch(/^ec_[A-Za-z0-9_-]+$/);
    expect(decodeEventCursor(cursor, { ...SCOPE }, KEYS)).toEqual(PLACE);
    expect(decodeEventCursor(cursor, { ...SCOPE, organizationId: 'org-2' }, KEYS)).toBeNull();
    expect(decodeEventCursor(cursor, { ...SCOPE, environment: 'live' }, KEYS)).toBeNull();
  });

  it('are worth nothing when any one character was changed, cut off or added', () => {
    const cursor = encodeEventCursor(PLACE, SCOPE, KEYS);
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(decodeEventCursor(cursor.slice(0, index) + other + cursor.slice(index + 1), SCOPE, KEYS)).toBeNull();
      expect(decodeEventCursor(cursor.slice(0, index), SCOPE, KEYS)).toBeNull();
    }
    for (const text of ['', 'ec_', `${cursor}A`, cursor.replace('ec_', 'lc_'), 'x'.repeat(100_000)])
      expect(decodeEventCursor(text, SCOPE, KEYS)).toBeNull();
  });

  it('are a lower bound where more transactions are under way than they name, and stay short', () => {
    const open = Array.from({ length: 200 }, (_, index) => 1_000n + BigInt(2 * index));
    const cursor = encodeEventCursor({ ...PLACE, seen: { next: 2_000n, open } }, SCOPE, KEYS);
    expect(cursor.length).toBeLessThan(512);
    expect(decodeEventCursor(cursor, SCOPE, KEYS)?.seen).toEqual({ next: open[64], open: open.slice(0, 64) });
  });
});

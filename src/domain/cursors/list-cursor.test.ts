import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeListCursor, encodeListCursor, type ListScope } from './list-cursor.ts';
import type { CursorKeys } from './stream-cursor.ts';

const keysOf = (currentKeyId: number, known: readonly number[]): CursorKeys => ({
  currentKeyId,
  tag: (keyId, message) =>
    known.includes(keyId) ? createHmac('sha256', `key ${keyId}`).update(message).digest() : null,
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
});

const KEYS = keysOf(3, [3]);
const SCOPE: ListScope = {
  operation: 'listTransactions',
  organizationId: 'org-1',
  environment: 'test',
  filters: { status: 'posted', accountId: 'a' },
  sort: '-postedDate',
};
const POSITION = ['2026-11-19', null, '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77'];

describe('list cursors', () => {
  it('give back the position for the list they were made for, whatever the order of its filters', () => {
    const cursor = encodeListCursor(POSITION, SCOPE, KEYS);
    expect(cursor).toMatch(/^lc_[A-Za-z0-9_-]+$/);
    const filters = { accountId: 'a', entityId: undefined, status: 'posted' };
    expect(decodeListCursor(cursor, { ...SCOPE, filters }, KEYS)).toEqual(POSITION);
  });

  it.each<[string, Partial<ListScope>]>([
    ['operation', { operation: 'listTransfers' }],
    ['organization', { organizationId: 'org-2' }],
    ['environment', { environment: 'live' }],
    ['sort', { sort: 'postedDate' }],
    ['missing sort', { sort: null }],
    ['filter value', { filters: { status: 'pending', accountId: 'a' } }],
    ['missing filter', { filters: { status: 'posted' } }],
    ['further filter', { filters: { ...SCOPE.filters, rail: 'ach' } }],
    ['exchanged filters', { filters: { status: 'a', accountId: 'posted' } }],
  ])('are worth nothing with another %s', (_what, change) => {
    expect(decodeListCursor(encodeListCursor(POSITION, SCOPE, KEYS), { ...SCOPE, ...change }, KEYS)).toBeNull();
  });

  it('are worth nothing when any one character was changed, cut off or added', () => {
    const cursor = encodeListCursor(POSITION, SCOPE, KEYS);
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(decodeListCursor(cursor.slice(0, index) + other + cursor.slice(index + 1), SCOPE, KEYS)).toBeNull();
      expect(decodeListCursor(cursor.slice(0, index), SCOPE, KEYS)).toBeNull();
    }
    for (const text of [
      '',
      'lc_',
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      cursor.replace('lc_', 'sc_'),
      'x'.repeat(100_000),
    ]) {
      expect(decodeListCursor(text, SCOPE, KEYS)).toBeNull();
    }
  });

  it('outlive a change of key as long as the old key is known', () => {
    const cursor = encodeListCursor(POSITION, SCOPE, KEYS);
    expect(decodeListCursor(cursor, SCOPE, keysOf(4, [3, 4]))).toEqual(POSITION);
    expect(decodeListCursor(cursor, SCOPE, keysOf(4, [4]))).toBeNull();
  });
});

import { createHmac, timingSafeEqual } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiKey } from '../../domain/access/api-key.ts';
import type { Sql } from '../../infra/database.ts';
import { createKeyCheck } from './key-check.ts';

vi.mock('node:crypto', async (importActual) => {
  const actual = await importActual<typeof import('node:crypto')>();
  return { ...actual, timingSafeEqual: vi.fn(actual.timingSafeEqual) };
});

const NOW_MS = Date.parse('2026-11-20T06:00:00.000Z');
const hashWithKey = (secret: string) => createHmac('sha256', 'a key for tests').update(secret).digest();
const KEY: ApiKey = { environment: 'test', keyId: 'k1', secret: 'S'.repeat(32) };
const STORED = {
  ...{ organizationId: '019a1f60-0000-7000-8000-000000000001', id: '019a1f60-0000-7000-8000-000000000002' },
  ...{ environment: 'test', keyId: KEY.keyId, name: 'CI', scopes: [], secretHash: hashWithKey(KEY.secret) },
  ...{ createdAt: '2026-11-19T06:00:00.000Z', expiresAt: '2026-11-21T06:00:00.000Z' },
  ...{ revokedAt: null, lastUsedAt: '2026-11-20T06:00:00.000Z' },
};

/** A directory that holds one key, or none. */
const directoryOf = (row: object | null) => (async () => (row === null ? [] : [row])) as unknown as Sql;

describe('the secret of a key', () => {
  const compare = vi.mocked(timingSafeEqual);
  beforeEach(() => void compare.mockClear());

  it.each([
    ['accepted', KEY, STORED],
    ['unknown', KEY, null],
    ['unknown', { ...KEY, secret: `${'S'.repeat(31)}x` }, STORED],
    ['unknown', { ...KEY, secret: 'x'.repeat(32) }, STORED],
    ['unknown', { ...KEY, environment: 'live' }, STORED],
    ['revoked', KEY, { ...STORED, revokedAt: '2026-11-20T05:00:00.000Z' }],
    ['expired', KEY, { ...STORED, expiresAt: '2026-11-20T05:00:00.000Z' }],
  ] as const)('is compared once, whole and in constant time, where it is %s (%#)', async (outcome, key, row) => {
    const check = createKeyCheck({ sql: directoryOf(row), nowMs: () => NOW_MS, hashWithKey });
    // From the directory, and from memory.
    for (const _ of [1, 2]) {
      compare.mockClear();
      expect((await check(key)).outcome).toBe(outcome);
      expect(compare).toHaveBeenCalledTimes(1);
      const [given, wanted] = compare.mock.calls[0] ?? [];
      expect([given?.byteLength, wanted?.byteLength]).toEqual([32, 32]);
      expect(given).toEqual(hashWithKey(key.secret));
    }
  });
});

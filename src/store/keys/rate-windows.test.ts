import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { type LoanRequest, lendRequests, updateKeyRateLimit, updateOrganizationRateLimit } from './rate-windows.ts';

const ORGANIZATION = '019a1f60-0000-7000-8000-0000000000a1';
/** So long that no test sees the end of its window. */
const REQUEST: LoanRequest = { defaultPerSecond: 1, windowSeconds: 3_600_000, offsetMs: 0, needed: 1, wanted: 1 };
const KEY = { organizationId: ORGANIZATION, keyId: 'key1' };

const database = stageDatabase();

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into organizations (id, name, created_at) values (${ORGANIZATION}, 'x', now())`;
  await sql`insert into api_keys (organization_id, id, environment, key_id, secret_hash, name, scopes, created_at, expires_at)
    values (${ORGANIZATION}, ${ORGANIZATION}, 'test', 'key1', ${Buffer.alloc(32)}, 'x', '{}', now(), now() + interval '1 day')`;
});
beforeEach(async () => {
  await database.sql`truncate rate_windows`;
});

describe('lending requests of a window', () => {
  it('lends what is needed, and what is wanted up to an eighth of what is left', async () => {
    const lend = (needed: number, wanted: number) =>
      lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 3_600_000, needed, wanted });
    expect(await lend(1, 1_000_000)).toMatchObject({ quota: 3_600_000, lent: 450_000, left: 3_150_000 });
    expect(await lend(3, 2)).toMatchObject({ lent: 3, left: 3_149_997 });
    expect(await lend(4_000_000, 1)).toMatchObject({ lent: 3_149_997, left: 0 });
    expect(await lend(1, 1)).toMatchObject({ lent: 0, left: 0 });
  });

  it('never lends more than the quota of a window, however many ask at the same time', async () => {
    await updateKeyRateLimit(database.sql, 'key1', 1);
    const request = { ...REQUEST, windowSeconds: 1_000_000 - 1, needed: 7, wanted: 200_000 };
    const loans = await Promise.all(
      Array.from({ length: 60 }, () => lendRequests(database.sql, KEY, { ...request, needed: 31_337 })),
    );
    expect(loans.reduce((sum, loan) => sum + loan.lent, 0)).toBe(request.windowSeconds);
    await updateKeyRateLimit(database.sql, 'key1', null);
  });

  it('begins anew with the next window of the clock of the database', async () => {
    const first = await lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 1_000, needed: 1_000 });
    expect(first).toMatchObject({ lent: 1_000, left: 0 });
    // The same row, one window earlier: what a window's end makes of it.
    await database.sql`update rate_windows set window_number = window_number - 1`;
    expect(await lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 1_000 })).toMatchObject({
      lent: 1,
      left: 999,
    });
  });

  it('says how long the window goes on, and moves its ends by the offset', async () => {
    const at = async (offsetMs: number) =>
      (await lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 100_000, offsetMs })).remainingMs;
    const [before, moved, after] = [await at(0), await at(40_000_000), await at(0)];
    for (const remaining of [before, moved, after]) {
      expect(remaining).toBeGreaterThan(0);
      expect(remaining).toBeLessThanOrEqual(100_000_000);
    }
    const within = (ms: number) => (ms + 200_000_000) % 100_000_000;
    // What has passed of the moved window between the two looks at the other, to the millisecond.
    expect(within(before - 40_000_000 - moved + 1)).toBeLessThanOrEqual(within(before - after) + 2);
  });

  it('takes the limit of the key or organization before that of the installation, and lends nothing without a limit', async () => {
    const organization = { organizationId: ORGANIZATION, keyId: null };
    await updateKeyRateLimit(database.sql, 'key1', 7);
    await updateOrganizationRateLimit(database.sql, ORGANIZATION, 0);
    expect((await lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 1_000 })).quota).toBe(7_000);
    expect((await lendRequests(database.sql, organization, REQUEST)).quota).toBeNull();
    await updateKeyRateLimit(database.sql, 'key1', null);
    await updateOrganizationRateLimit(database.sql, ORGANIZATION, null);
    expect((await lendRequests(database.sql, KEY, { ...REQUEST, windowSeconds: 1_000 })).quota).toBe(1_000);
    expect((await lendRequests(database.sql, organization, { ...REQUEST, defaultPerSecond: 0 })).quota).toBeNull();
    expect(await database.sql`select from rate_windows where subject = ''`).toHaveLength(0);
  });
});

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStorage, type PostgresPool } from '../../packages/client/src/mirror/postgres-storage.ts';
import { describeMirror } from '../../packages/client/src/testing/mirror-suite.ts';
import { ACCOUNTS, createWorld, row } from '../../packages/client/src/testing/mirror-world.ts';
import { readAll, type StoragePlace } from '../../packages/client/src/testing/storages.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { makePostgresPlace } from './postgres-place.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 2 });
});
afterAll(() => database.drop());

describeMirror('PostgreSQL', () => makePostgresPlace(database.url), 15);

/** The same pool, until the nth statement inside a transaction from when it was armed. */
function failAt(bomb: { left: number }) {
  return (pool: PostgresPool): PostgresPool => ({
    unsafe: (query, parameters) => pool.unsafe(query, parameters),
    begin: (work) =>
      pool.begin((transaction) =>
        work({
          unsafe: async (query, parameters) => {
            bomb.left -= 1;
            if (bomb.left === 0) throw new Error('the line broke');
            return transaction.unsafe(query, parameters);
          },
        }),
      ),
  });
}

describe('a step in PostgreSQL', () => {
  async function withPlace(work: (place: StoragePlace) => Promise<void>, bomb = { left: Number.POSITIVE_INFINITY }) {
    const place = await makePostgresPlace(database.url, failAt(bomb));
    await work(place).finally(place.dispose);
  }

  it('is stored whole or not at all, whichever of its statements fails', async () => {
    const bomb = { left: Number.POSITIVE_INFINITY };
    await withPlace(async (place) => {
      const { server, mirror } = createWorld(12);
      const storage = await place.reopen();
      await mirror(storage).catchUp();
      let statements = 0;
      for (let at = 1; ; at += 1) {
        // A step of every kind: new, changed, moved to another account, removed; and at last a sweep.
        server.put(row(1, { amount: `${at}.01` }));
        server.put(row(2, { accountId: ACCOUNTS[at % 3] ?? '' }));
        server.remove(`t00${String(at % 12).padStart(2, '0')}`);
        server.put(row(40 + at));
        const before = [await storage.load(), await readAll(storage, ACCOUNTS), await storage.listAccountSums()];
        bomb.left = at;
        const failed = await mirror(storage)
          .catchUp()
          .then(
            () => false,
            () => true,
          );
        bomb.left = Number.POSITIVE_INFINITY;
        if (!failed) break;
        statements = at;
        const after = [await storage.load(), await readAll(storage, ACCOUNTS), await storage.listAccountSums()];
        expect(after, `failure of statement ${at}`).toEqual(before);
      }
      expect(statements).toBeGreaterThan(5);
      expect(await readAll(storage, ACCOUNTS)).toEqual(server.transactions());
      expect((await mirror(storage).verify()).equal).toBe(true);
    }, bomb);
  });

  it('of two writers at once spoils nothing: one that comes too late is told, whoever it is', async () => {
    await withPlace(async (place) => {
      const { mirror } = createWorld(30);
      const [one, two] = [await place.reopen(), await place.reopen()];
      const results = await Promise.allSettled([
        mirror(one, { pageSize: 2 }).catchUp(),
        mirror(two, { pageSize: 3 }).catchUp(),
      ]);
      const reasons = results.flatMap((each) => (each.status === 'rejected' ? [each.reason.name] : []));
      // On a busy machine they may come one after the other; that a late one is refused is shown with every storage.
      expect(reasons.filter((name) => name !== 'MirrorConflictError')).toEqual([]);
      expect(reasons.length).toBeLessThan(2);
      await mirror(one).catchUp();
      expect((await mirror(two).verify()).equal).toBe(true);
    });
  });

  it('gives typed columns that can be summed and compared, exactly', async () => {
    const pool = postgres(database.url, { max: 1, onnotice: () => undefined });
    const { server, mirror } = createWorld();
    for (const at of [1, 2, 3]) server.put(row(at, { amount: '0.10', accountId: 'account-1' }));
    server.put(row(4, { amount: '0.00000000000000000001', postedDate: null, accountId: 'account-1' }));
    await mirror(await createPostgresStorage(pool, { schema: 'typed' })).catchUp();
    const [sums] = await pool`
      select sum(amount)::text as total, count(posted_date)::int as dated, max(updated_at) > '2026-11-20T00:00Z' as late
      from typed.transactions`;
    expect({ ...sums }).toEqual({ total: '0.30000000000000000001', dated: 3, late: true });
    await pool`drop schema typed cascade`.finally(() => pool.end({ timeout: 5 }));
  });

  it.each(['', 'Public', 'a"b', 'a;b', 'x'.repeat(64)])('refuses %j as the name of a schema', async (schema) => {
    const pool: PostgresPool = {
      unsafe: () => Promise.reject(new Error('asked')),
      begin: () => Promise.reject(new Error('asked')),
    };
    await expect(createPostgresStorage(pool, { schema })).rejects.toThrow('schema must be');
  });
});

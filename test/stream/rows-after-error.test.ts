import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  // One connection, so that the next query would use the one that failed.
  const options = { url: database.url, maxConnections: 1, applicationName: 'test', log: silentLog };
  sql = openDatabase({ ...options, statementTimeoutMs: 2_000 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

/** Fails at its third row, when two have been sent. */
const failing = (db: Pick<Sql, 'unsafe'>) => db.unsafe('select i, 1 / (i - 3) as x from generate_series(1, 5) i');
const seven = async () => [...(await sql`select 7 as seven`)];

describe('the query after one that failed behind its first rows', () => {
  it('gets its rows at their places', async () => {
    await expect(failing(sql)).rejects.toThrow(/division/);
    expect(await seven()).toEqual([{ seven: 7 }]);
  });

  it('gets them as well after a statement timed out', async () => {
    await expect(
      sql`select i, case when i > 1 then pg_sleep(60) end as x from generate_series(1, 5) i`,
    ).rejects.toThrow(/timeout/);
    expect(await seven()).toEqual([{ seven: 7 }]);
  });

  it('gets them as well in a transaction, behind a savepoint, and after the transaction', async () => {
    const rows = await sql.begin(async (db) => {
      await db.savepoint((inner) => failing(inner)).catch(() => undefined);
      return db`select 7 as seven`;
    });
    expect([...rows]).toEqual([{ seven: 7 }]);
    await expect(sql.begin((db) => failing(db))).rejects.toThrow(/division/);
    expect(await seven()).toEqual([{ seven: 7 }]);
  });
});

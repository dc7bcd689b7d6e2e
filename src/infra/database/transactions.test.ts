import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Sql, type Transaction } from '../database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/start.ts';
import { silentLog } from '../log.ts';

let folder: string;
let server: EmbeddedPostgres;
let sql: Sql;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-transactions-'));
  server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: silentLog,
    settings: { fsync: 'off' },
  });
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  // One connection: whatever is not given back shows as a test that waits for ever.
  sql = openDatabase({ url: server.url, maxConnections: 1, applicationName: 'transactions-test', log: silentLog });
  await sql`create table if not exists t (x int primary key)`;
  await sql`truncate t`;
});

afterEach(() => sql.end({ timeout: 1 }));

async function listRows(): Promise<unknown[]> {
  return (await sql`select x from t order by x`).map((row) => row.x);
}

describe('a transaction', () => {
  it('commits what its work did and answers what it returned', async () => {
    const answer = await sql.begin('isolation level serializable', async (tx) => {
      await tx`insert into t ${tx([{ x: 1 }, { x: 2 }])}`;
      const [row] = await tx<{ level: string }[]>`select current_setting('transaction_isolation') as level`;
      return row?.level;
    });
    expect(answer).toBe('serializable');
    expect(await listRows()).toEqual([1, 2]);
  });

  it('runs statements given together in their order', async () => {
    await sql.begin((tx) => [
      tx`insert into t values (1)`,
      tx`insert into t values (2)`,
      tx`delete from t where x = 1`,
    ]);
    expect(await listRows()).toEqual([2]);
  });

  it('keeps nothing when its work throws', async () => {
    const boom = new Error('boom');
    const work = sql.begin(async (tx) => {
      await tx`insert into t values (1)`;
      throw boom;
    });
    await expect(work).rejects.toBe(boom);
    expect(await listRows()).toEqual([]);
  });

  it('fails with the first error when a failed statement was overlooked', async () => {
    const work = sql.begin(async (tx) => {
      await tx`insert into t values (1)`;
      await tx`insert into t values (1)`.catch(() => undefined);
      return 'fine';
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await listRows()).toEqual([]);
  });

  it('goes on after a savepoint that failed', async () => {
    await sql.begin(async (tx) => {
      await tx`insert into t values (1)`;
      await tx.savepoint((inner) => inner`insert into t values (1)`).catch(() => undefined);
      await tx.savepoint('named', async (inner) => {
        await inner`insert into t values (2)`;
      });
    });
    expect(await listRows()).toEqual([1, 2]);
  });

  it('reports a deferred constraint that fails at commit', async () => {
    await sql`create table if not exists d (x int primary key deferrable initially deferred)`;
    await expect(sql.begin((tx) => [tx`insert into d values (1)`, tx`insert into d values (1)`])).rejects.toMatchObject(
      {
        code: '23505',
      },
    );
    expect(await sql`select x from d`).toEqual([]);
  });

  it('refuses queries that come after its end', async () => {
    let kept: Transaction | null = null;
    await sql.begin(async (tx) => {
      kept = tx;
    });
    // The compiler does not follow the assignment inside the callback.
    const late = kept as Transaction | null;
    await expect(late?.unsafe('insert into t values (1)')).rejects.toMatchObject({ code: 'CONNECTION_ENDED' });
    expect(await listRows()).toEqual([]);
  });

  it('takes fragments, names and lists as a query outside does', async () => {
    const names = await sql.begin(async (tx) => {
      await tx`insert into t select generate_series(1, 5)`;
      const filter = tx`where x in ${tx([2, 3, 9])}`;
      return tx`select ${tx('x')} from ${tx('t')} ${filter} order by x`;
    });
    expect(names.map((row) => row.x)).toEqual([2, 3]);
  });
});

describe('the pool', () => {
  it('gives connections back after results, errors, cursors and cursors left early', async () => {
    await sql`insert into t select generate_series(1, 10)`;
    await expect(sql`select 1/0`).rejects.toMatchObject({ code: '22012' });
    // The driver cannot serialise it; the type says so too, which is why it is hidden.
    await expect(sql`select ${undefined as unknown as null} as v`).rejects.toMatchObject({ code: 'UNDEFINED_VALUE' });
    let seen = 0;
    for await (const rows of sql`select x from t`.cursor(3)) seen += rows.length;
    expect(seen).toBe(10);
    for await (const rows of sql`select x from t`.cursor(2)) {
      expect(rows.length).toBe(2);
      break;
    }
    const raw = await sql`select 'text' as v`.raw();
    expect(raw[0]?.[0]).toEqual(Buffer.from('text'));
    expect(await sql`select 1 as one`.values()).toEqual([[1]]);
    expect(await listRows()).toHaveLength(10);
  });

  it('serves more callers than it has connections', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => sql`select ${index}::int as v`));
    expect(results.map(([row]) => row?.v)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('leaves nothing of a reserved session behind', async () => {
    const reserved = await sql.reserve();
    await reserved`begin`;
    await reserved`insert into t values (1)`;
    reserved.release();
    expect(await listRows()).toEqual([]);
  });

  it('cancels a running query and one that still waits', async () => {
    const running = sql`select pg_sleep(300)`;
    const waiting = sql`insert into t values (1)`;
    const settled = Promise.allSettled([running, waiting]);
    await new Promise((resolve) => setImmediate(resolve));
    waiting.cancel();
    const watcher = openDatabase({ url: server.url, maxConnections: 1, applicationName: 'watcher', log: silentLog });
    while (
      (await watcher`select 1 from pg_stat_activity where query like '%pg_sleep(300)%' and state = 'active'`).length < 2
    );
    running.cancel();
    await watcher.end({ timeout: 1 });
    expect((await settled).map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(await listRows()).toEqual([]);
  });

  it('lets running work finish when it is ended, and refuses new work', async () => {
    const pool = openDatabase({ url: server.url, maxConnections: 1, applicationName: 'ended', log: silentLog });
    const begun = Promise.withResolvers<void>();
    const work = pool.begin(async (tx) => {
      await tx`insert into t values (7)`;
      begun.resolve();
      await tx`select pg_sleep(0.05)`;
    });
    await begun.promise;
    const ended = pool.end();
    await expect(pool`select 1`).rejects.toMatchObject({ code: 'CONNECTION_ENDED' });
    await work;
    await ended;
    expect(await listRows()).toEqual([7]);
  });

  it('ends work that takes longer than the bound', async () => {
    const pool = openDatabase({ url: server.url, maxConnections: 1, applicationName: 'ended', log: silentLog });
    const slow = pool`select pg_sleep(300)`;
    const refused = expect(slow).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await new Promise((resolve) => setImmediate(resolve));
    await pool.end({ timeout: 0.05 });
    await refused;
  });

  it('hands on notifications', async () => {
    const heard = Promise.withResolvers<string>();
    await sql.listen('news', (payload) => heard.resolve(payload));
    await sql.notify('news', 'hello');
    expect(await heard.promise).toBe('hello');
  });
});

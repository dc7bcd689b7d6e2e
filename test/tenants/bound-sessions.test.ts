import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoundDatabase, openBoundDatabase, openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';

// A session that is bound to the wrong tenant would show nothing, or take a row for somebody else: whatever happens on the few
// connections that many tenants share, each of them finds its own name in the session, always.

const MAX_CONNECTIONS = 3;
const TENANTS = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'o\'neill $1 "x"'];

let database: TestDatabase;
let pool: BoundDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`create table notes (tenant text not null, made_in text not null default current_setting('test.tenant'))`;
  pool = open(database.url);
});
afterAll(async () => {
  await pool?.end({ timeout: 5 });
  await database?.drop();
});

function open(url: string): BoundDatabase {
  return openBoundDatabase({ url, maxConnections: MAX_CONNECTIONS, applicationName: 'bound', log: silentLog });
}

const sessionOf = (tenant: string, from = pool) => from.bind({ 'test.tenant': tenant });
const askWho = async (sql: Pick<Sql, 'unsafe'>): Promise<unknown> =>
  (await sql.unsafe("select current_setting('test.tenant', true) as tenant"))[0]?.tenant;

type Act = (sql: Sql, tenant: string) => Promise<void>;

const failure = new Error('the work fails');
const ACTS: Readonly<Record<string, Act>> = {
  query: async (sql, tenant) => expect(await askWho(sql)).toBe(tenant),
  'failing query': async (sql) => {
    await expect(sql`select 1 / 0`).rejects.toMatchObject({ code: '22012' });
  },
  'query that fails after its first rows': async (sql) => {
    await expect(sql`select 1 / (3 - n) from generate_series(1, 5) n`).rejects.toMatchObject({ code: '22012' });
  },
  write: async (sql, tenant) => {
    await sql`insert into notes (tenant) values (${tenant})`;
  },
  transaction: (sql, tenant) =>
    sql.begin(async (db) => {
      expect(await askWho(db)).toBe(tenant);
      await db`insert into notes (tenant) values (${tenant})`;
    }) as Promise<void>, // It answers nothing.
  'failing transaction': async (sql, tenant) => {
    const work = sql.begin(async (db) => {
      expect(await askWho(db)).toBe(tenant);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
  },
  'transaction that turns elsewhere': async (sql, tenant) => {
    await sql.begin(async (db) => {
      await db`select set_config('test.tenant', 'elsewhere', true)`;
      expect(await askWho(db)).toBe('elsewhere');
      await db`select set_config('test.tenant', ${tenant}, true)`;
    });
  },
  'transaction that fails elsewhere': async (sql) => {
    const work = sql.begin(async (db) => {
      await db`select set_config('test.tenant', 'elsewhere', true)`;
      await db`select 1 / 0`;
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
  },
  savepoint: async (sql, tenant) => {
    await sql.begin(async (db) => {
      await db.savepoint((inner) => inner`select 1 / 0`).catch(() => undefined);
      expect(await askWho(db)).toBe(tenant);
    });
  },
  'reserved connection': async (sql, tenant) => {
    const reserved = await sql.reserve();
    expect(await askWho(reserved)).toBe(tenant);
    // Nobody gets it after this.
    await reserved`set test.tenant = 'elsewhere'`;
    reserved.release();
  },
  'lost connection': async (sql) => {
    await expect(sql`select pg_terminate_backend(pg_backend_pid())`).rejects.toThrow();
  },
  'connection lost in a transaction': async (sql) => {
    await expect(sql.begin((db) => db`select pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow();
  },
  'cursor left early': async (sql, tenant) => {
    for await (const rows of sql`select current_setting('test.tenant') as tenant from generate_series(1, 9)`.cursor(
      2,
    )) {
      expect(rows[0]?.tenant).toBe(tenant);
      break;
    }
  },
  'cancelled query': async (sql) => {
    const slow = sql`select pg_sleep(10)`;
    const ended = slow.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    slow.cancel();
    await ended;
  },
};

describe('sessions of many tenants on few connections', () => {
  it('are each tenant’s own, whatever happens on the connections', async () => {
    const step = fc.record({ tenant: fc.constantFrom(...TENANTS), act: fc.constantFrom(...Object.keys(ACTS)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), async (steps) => {
        await Promise.all(steps.map(({ tenant, act }) => ACTS[act]?.(sessionOf(tenant), tenant)));
        for (const tenant of TENANTS) expect(await askWho(sessionOf(tenant))).toBe(tenant);
      }),
      { seed: 20_261_121, numRuns: 40 },
    );
    expect(await database.sql`select distinct tenant, made_in from notes where tenant <> made_in`).toEqual([]);
    expect(await database.sql`select count(*) > 50 as many from notes`).toEqual([{ many: true }]);
  });

  it('are bound by one statement, and not again while their connection is left to them', async () => {
    const single = openBoundDatabase({
      url: database.url,
      maxConnections: 1,
      applicationName: 'single',
      log: silentLog,
    });
    const ada = sessionOf('ada', single);
    expect(await askWho(ada)).toBe('ada');
    const executions = async () =>
      (
        await ada`select generic_plans + custom_plans as n from pg_prepared_statements where statement like 'select set_config%'`
      )[0]?.n;
    const once = await executions();
    for (let n = 0; n < 5; n += 1) await askWho(ada);
    expect(await executions()).toEqual(once);
    expect(await askWho(sessionOf('ben', single))).toBe('ben');
    await askWho(ada);
    expect(await executions()).toBe((once as bigint) + 2n);
    await single.end({ timeout: 5 });
  });

  it('do not wait for a connection of their own tenant where another one is free', async () => {
    const own = open(database.url);
    await sessionOf('ada', own).begin(async (db) => {
      await askWho(db);
      expect(await Promise.all(TENANTS.map((tenant) => askWho(sessionOf(tenant, own))))).toEqual(TENANTS);
    });
    await own.end({ timeout: 5 });
  });

  it('take another connection where the one that lay idle has been cut', async () => {
    const own = open(database.url);
    await askWho(sessionOf('ada', own));
    const watcher = openDatabase({ url: database.url, maxConnections: 1, applicationName: 'watcher', log: silentLog });
    await watcher`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'bound' and state = 'idle'
      and datname = current_database()`;
    expect(await askWho(sessionOf('ben', own))).toBe('ben');
    await watcher.end({ timeout: 5 });
    await own.end({ timeout: 5 });
  });

  it('have names of settings that the program chose itself', () => {
    expect(() => pool.bind({ "x', 'y', false); --": 'z' })).toThrow(TypeError);
  });

  it('are not ended one by one', async () => {
    await expect(sessionOf('ada').end()).rejects.toThrow('with its pool');
  });
});

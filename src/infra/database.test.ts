import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, parseTimestamptz, type Sql } from './database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/start.ts';
import { silentLog } from './log.ts';

let folder: string;
let server: EmbeddedPostgres;
let sql: Sql;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-database-'));
  server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: silentLog,
    settings: { fsync: 'off', timezone: 'Asia/Kolkata' },
  });
  sql = open();
});

afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(statementTimeoutMs = 0): Sql {
  const { url } = server;
  return openDatabase({
    ...{ url, maxConnections: 2, applicationName: 'causeway-test' },
    ...{ log: silentLog, statementTimeoutMs },
  });
}

async function readOne(query: PromiseLike<readonly Record<string, unknown>[]>): Promise<unknown> {
  const [row] = await query;
  return row?.v;
}

describe('what arrives from the database', () => {
  it('keeps every digit and the scale of a numeric', async () => {
    const value = await readOne(sql`select '12345678901234567890.1200'::numeric as v`);
    expect(value).toBe('12345678901234567890.1200');
  });

  it('gives int8 as a bigint beyond what a number can hold', async () => {
    expect(await readOne(sql`select 9007199254740993 as v`)).toBe(9007199254740993n);
    expect(await readOne(sql`select (-9223372036854775808)::int8 as v`)).toBe(-9223372036854775808n);
    expect(await readOne(sql`select array[1, 9007199254740993]::int8[] as v`)).toEqual([1n, 9007199254740993n]);
  });

  it('gives a date as its text, whatever the zone of machine and server', async () => {
    expect(await readOne(sql`select date '2026-03-29' as v`)).toBe('2026-03-29');
    expect(await readOne(sql`select array[date '0001-01-01', date '9999-12-31'] as v`)).toEqual([
      '0001-01-01',
      '9999-12-31',
    ]);
  });

  it('gives an instant in UTC with milliseconds', async () => {
    expect(await readOne(sql`select timestamptz '2026-03-29 02:30:00+05:30' as v`)).toBe('2026-03-28T21:00:00.000Z');
    expect(await readOne(sql`select timestamptz '2026-03-29 02:30:00.25Z' as v`)).toBe('2026-03-29T02:30:00.250Z');
    expect(await readOne(sql`select timestamptz '2026-03-29 02:30:00.999999Z' as v`)).toBe('2026-03-29T02:30:00.999Z');
  });

  it('keeps a timestamp without zone as text', async () => {
    expect(await readOne(sql`select timestamp '2026-03-29 02:30:00' as v`)).toBe('2026-03-29 02:30:00');
  });

  it('parses jsonb and gives bytea as bytes', async () => {
    expect(await readOne(sql`select '{"a": [1, "é", null]}'::jsonb as v`)).toEqual({ a: [1, 'é', null] });
    expect(await readOne(sql`select '\\x00ff'::bytea as v`)).toEqual(Buffer.from([0, 255]));
  });
});

describe('what is given to the database', () => {
  it('returns every kind of value as it was stored', async () => {
    await sql`create temp table t (n numeric(30,4), i int8, d date, ts timestamptz(3), j jsonb, b bytea, x text)`;
    const row = {
      n: '98765432109876.5400',
      i: 9007199254740993n,
      d: '2024-02-29',
      ts: '2026-01-01T00:00:00.001Z',
      j: { list: [1, 2], text: 'a"b', none: null },
      b: Buffer.from('bytes'),
      x: null,
    };
    await sql.begin(async (tx) => {
      await tx`create temp table u (n numeric(30,4), i int8, d date, ts timestamptz(3), j jsonb, b bytea, x text)`;
      await tx`insert into u ${tx({ ...row, j: tx.json(row.j) })}`;
      expect(await tx`select * from u`).toEqual([row]);
      await tx`update u set ts = ${new Date(1)}, d = ${'2025-12-31'}`;
      expect(await tx`select ts, d from u`).toEqual([{ ts: '1970-01-01T00:00:00.001Z', d: '2025-12-31' }]);
    });
  });

  it('takes lists of big integers, dates and texts', async () => {
    const ids = [1n, 9007199254740993n];
    expect(await readOne(sql`select ${sql.array(ids, 1016)}::int8[] as v`)).toEqual(ids);
    expect(await readOne(sql`select ${['2026-01-01', '2026-01-31']}::date[] as v`)).toEqual([
      '2026-01-01',
      '2026-01-31',
    ]);
    const texts = ['a', 'b"c', 'd,e', '', 'NULL', 'back\\slash', '{}'];
    expect(await readOne(sql`select ${texts}::text[] as v`)).toEqual(texts);
    expect(await readOne(sql`select ${sql.array(texts)} as v`)).toEqual(texts);
    expect(await readOne(sql`select ${sql.array([1, 2])}::int[] as v`)).toEqual([1, 2]);
    expect(await readOne(sql`select ${[]}::text[] as v`)).toEqual([]);
    expect(await readOne(sql`select array[['1.50'], [null]]::numeric[] as v`)).toEqual([['1.50'], [null]]);
    const instants = ['2026-01-01T00:00:00.000Z'];
    expect(await readOne(sql`select ${instants}::timestamptz[] as v`)).toEqual(instants);
    expect(await readOne(sql`select array['{"a": 1}']::jsonb[] as v`)).toEqual([{ a: 1 }]);
  });

  it('refuses a Date where a calendar date belongs', async () => {
    await expect(sql`select ${sql.typed(new Date(0), 1082)} as v`).rejects.toThrow('YYYY-MM-DD');
  });
});

describe('a connection', () => {
  it('works in UTC under its own name, though the server is set to another zone', async () => {
    expect(await readOne(sql`show timezone`.then((rows) => rows.map((row) => ({ v: row.TimeZone }))))).toBe('UTC');
    expect(await readOne(sql`select current_setting('application_name') as v`)).toBe('causeway-test');
  });

  it('has long statements cancelled by the server', async () => {
    const bounded = open(150);
    await expect(bounded`select pg_sleep(300)`).rejects.toMatchObject({ code: '57014' });
    await bounded.end({ timeout: 1 });
  });

  it('works again after the server has ended its connections', async () => {
    await sql`select pg_terminate_backend(pid, 60000) from pg_stat_activity
      where application_name = 'causeway-test' and pid <> pg_backend_pid()`;
    await sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => undefined);
    expect(await readOne(sql`select 1 as v`)).toBe(1);
  });
});

describe('parseTimestamptz', () => {
  it('leaves what is no ordinary instant as the server prints it', () => {
    expect(parseTimestamptz('infinity')).toBe('infinity');
    expect(parseTimestamptz('0044-03-15 12:00:00+00 BC')).toBe('0044-03-15 12:00:00+00 BC');
  });
});

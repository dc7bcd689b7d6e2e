import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Sql } from './database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/start.ts';
import { silentLog } from './log.ts';
import { listPendingMigrations, migrate } from './migrations.ts';

let folder: string;
let server: EmbeddedPostgres;
let admin: Sql;
let sql: Sql;
let dir: string;
let count = 0;

function open(database: string, statementTimeoutMs = 0): Sql {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return openDatabase({
    url: url.href,
    maxConnections: 2,
    applicationName: 'migrations-test',
    log: silentLog,
    statementTimeoutMs,
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-migrations-'));
  server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: silentLog,
    settings: { fsync: 'off' },
  });
  admin = open('causeway');
});

afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await admin?.end({ timeout: 1 });
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await sql?.end({ timeout: 1 });
  count += 1;
  await admin.unsafe(`create database m${count}`);
  sql = open(`m${count}`);
  dir = join(folder, `migrations-${count}`);
  mkdirSync(dir);
});

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

function run(with_: Sql = sql): Promise<{ applied: string[] }> {
  return migrate({ sql: with_, dir, log: silentLog });
}

async function listLocks(): Promise<number> {
  const rows = await admin`select 1 from pg_locks where locktype = 'advisory'`;
  return rows.length;
}

describe('migrate', () => {
  it('applies each file once, in order, and records it', async () => {
    write('000001_first.sql', 'create table a (x int); insert into a values (1);');
    write('000002_second.sql', 'insert into a values (2);');
    expect(await listPendingMigrations(sql, dir)).toEqual(['000001_first.sql', '000002_second.sql']);
    expect(await run()).toEqual({ applied: ['000001_first.sql', '000002_second.sql'] });
    expect(await run()).toEqual({ applied: [] });
    write('000003_third.sql', 'insert into a values (3);');
    expect(await run()).toEqual({ applied: ['000003_third.sql'] });
    expect(await sql`select x from a order by x`).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
    expect(await listPendingMigrations(sql, dir)).toEqual([]);
    expect(await sql`select number, name, length(sha256) as digits from causeway_migrations where number = 3`).toEqual([
      { number: 3, name: '000003_third.sql', digits: 64 },
    ]);
  });

  it('keeps nothing of a migration that fails, and everything before it', async () => {
    write('000001_good.sql', 'create table a (x int);');
    write('000002_bad.sql', 'insert into a values (1); insert into missing values (1);');
    await expect(run()).rejects.toMatchObject({ code: 'migration-failed', number: 2 });
    expect(await sql`select x from a`).toEqual([]);
    expect(await sql`select number from causeway_migrations`).toEqual([{ number: 1 }]);
    expect(await listLocks()).toBe(0);
    write('000002_bad.sql', 'insert into a values (1);');
    expect(await run()).toEqual({ applied: ['000002_bad.sql'] });
  });

  it('lets one of two processes that start together work and the other wait, longer than a statement may take', async () => {
    write('000001_slow.sql', 'create table a (x int); select pg_sleep(3.3); insert into a values (1);');
    // Long enough for a busy machine, and shorter than the slow migration.
    const processes = [1, 2].map(() => open(`m${count}`, 3_000));
    const results = await Promise.all(processes.map(run));
    await Promise.all(processes.map((each) => each.end({ timeout: 1 })));
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 1]);
    expect(await sql`select x from a`).toEqual([{ x: 1 }]);
    expect(await listLocks()).toBe(0);
  });

  it('gives the connection back with its time limit in force', async () => {
    write('000001_first.sql', 'create table a (x int);');
    const limited = open(`m${count}`, 30_000);
    await run(limited);
    const limits = await Promise.all(
      [1, 2].map(() => limited`select current_setting('statement_timeout') as v, pg_sleep(0.05)`),
    );
    await limited.end({ timeout: 1 });
    expect(limits.map(([row]) => row?.v)).toEqual(['30s', '30s']);
  });

  it('frees the lock when the server ends the connection in the middle of a migration', async () => {
    write('000001_killed.sql', 'create table a (x int); select pg_terminate_backend(pg_backend_pid());');
    await expect(run()).rejects.toMatchObject({ code: 'migration-failed', number: 1 });
    // It says that the connection ends before it has let go of everything.
    await expect.poll(listLocks).toBe(0);
    write('000001_killed.sql', 'create table a (x int);');
    expect(await run()).toEqual({ applied: ['000001_killed.sql'] });
  });

  it('refuses an applied file that was changed', async () => {
    write('000001_first.sql', 'create table a (x int);');
    await run();
    write('000001_first.sql', 'create table a (x bigint);');
    await expect(run()).rejects.toMatchObject({ code: 'changed-file', number: 1 });
    expect(await listLocks()).toBe(0);
  });

  it('refuses gaps, doubles and names it cannot read before it touches the database', async () => {
    write('000001_first.sql', 'create table a (x int);');
    write('000003_third.sql', 'create table c (x int);');
    await expect(run()).rejects.toMatchObject({ code: 'gap', number: 3 });
    write('000002_second.sql', 'create table b (x int);');
    write('000002_other.sql', 'create table b2 (x int);');
    await expect(run()).rejects.toMatchObject({ code: 'duplicate-number', number: 2 });
    rmSync(join(dir, '000002_other.sql'));
    write('4_fourth.sql', 'create table d (x int);');
    await expect(run()).rejects.toMatchObject({ code: 'bad-file-name' });
    expect(await sql`select to_regclass('a') as a`).toEqual([{ a: null }]);
  });

  it('refuses a database that a newer release has migrated', async () => {
    write('000001_first.sql', 'create table a (x int);');
    write('000002_second.sql', 'create table b (x int);');
    await run();
    rmSync(join(dir, '000002_second.sql'));
    await expect(run()).rejects.toMatchObject({ code: 'database-newer', number: 2 });
  });

  it('refuses a database whose record lacks an earlier migration', async () => {
    write('000001_first.sql', 'create table a (x int);');
    write('000002_second.sql', 'create table b (x int);');
    await run();
    await sql`delete from causeway_migrations where number = 1`;
    await expect(run()).rejects.toMatchObject({ code: 'gap', number: 1 });
  });
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReservedSql } from 'postgres';
import type { Sql } from './database.ts';
import type { Log } from './log.ts';

export type MigrationErrorCode =
  | 'server-too-old'
  | 'bad-file-name'
  | 'duplicate-number'
  | 'gap'
  | 'changed-file'
  | 'database-newer'
  | 'migration-failed';

/** A refusal to migrate. Decide by `code`; the message is the problem followed by the fix. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;
  /** The migration it concerns, or null. */
  readonly number: number | null;

  constructor(details: { code: MigrationErrorCode; number?: number; problem: string; fix: string; cause?: unknown }) {
    super(`${details.problem} ${details.fix}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'MigrationError';
    this.code = details.code;
    this.number = details.number ?? null;
  }
}

export interface Migration {
  readonly number: number;
  /** The file's name, for instance `000001_core.sql`. */
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** Any number that no other program locks in our database; spells "causeway" in ASCII. */
const LOCK_KEY = 0x6361757365776179n;
const MIN_SERVER_VERSION_NUM = 150_000;
const FILE_NAME = /^(\d{6})_[a-z0-9][a-z0-9_-]*\.sql$/;

/**
 * Brings the database to the state of the code: applies the files `NNNNNN_<what>.sql` of the folder that it has not yet, each in
 * its own transaction, in order. Forward only. Of several processes that start together one works and the others wait.
 * Answers the names it applied. Throws `MigrationError`; what was applied before a failure stays.
 */
export async function migrate(options: {
  readonly sql: Sql;
  readonly dir: string;
  readonly log: Log;
  /** The last migration to apply; all of them when left out. */
  readonly through?: number;
}): Promise<{ applied: string[] }> {
  const { sql, dir, log, through } = options;
  const migrations = readMigrations(dir);
  await checkServerVersion(sql);
  const connection = await sql.reserve();
  try {
    // Waiting for the lock and rewriting a large table may both take longer than the pool allows a statement.
    await connection`set statement_timeout = 0`;
    // The lock belongs to this one connection: the server frees it when the process or the connection dies.
    await connection`select pg_advisory_lock(${LOCK_KEY})`;
    const result = await applyPending(connection, migrations, { log, through: through ?? migrations.length }).catch(
      async (error: unknown) => {
        await unlock(connection, log);
        throw error;
      },
    );
    await unlock(connection, log);
    return result;
  } finally {
    connection.release();
  }
}

/** The migrations the database still lacks, without changing anything; empty when it is up to date. */
export async function listPendingMigrations(sql: Sql, dir: string): Promise<string[]> {
  const migrations = readMigrations(dir);
  const [row] = await sql<{ present: boolean }[]>`select to_regclass('causeway_migrations') is not null as present`;
  const applied = row?.present === true ? await listApplied(sql) : [];
  return planMigrations(migrations, applied).map((migration) => migration.name);
}

/** Reads and checks the files of a migrations folder: well named, numbered 1, 2, 3 … without gaps or doubles. */
export function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.sql') && name !== 'schema.sql');
  const migrations = names.sort().map((name) => readMigration(dir, name));
  migrations.forEach((migration, index) => {
    const previous = migrations[index - 1];
    if (previous !== undefined && previous.number === migration.number) throw duplicateNumber(previous, migration);
    if (migration.number !== index + 1) throw gapBefore(migration, index + 1);
  });
  return migrations;
}

/** Compares files with the database: what is left to apply, or a `MigrationError` when the two do not belong together. */
export function planMigrations(files: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  for (const [index, done] of applied.entries()) {
    const file = files[index];
    if (file === undefined) throw databaseNewer(done, files.length);
    if (done.number !== file.number) throw gapInDatabase(file);
    if (done.sha256 !== file.sha256) throw changedFile(file);
  }
  return files.slice(applied.length);
}

async function applyPending(
  connection: ReservedSql<Record<string, unknown>>,
  migrations: readonly Migration[],
  { log, through }: { readonly log: Log; readonly through: number },
): Promise<{ applied: string[] }> {
  await connection`
    create table if not exists causeway_migrations (
      number int primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
  const pending = planMigrations(migrations, await listApplied(connection)).filter(({ number }) => number <= through);
  const applied: string[] = [];
  for (const migration of pending) {
    const startedMs = performance.now();
    await applyOne(connection, migration);
    applied.push(migration.name);
    log.info({ migration: migration.name, durationMs: Math.round(performance.now() - startedMs) }, 'migration applied');
  }
  return { applied };
}

async function applyOne(connection: ReservedSql<Record<string, unknown>>, migration: Migration): Promise<void> {
  const { number, name, sha256 } = migration;
  // A reserved connection has no `begin` of its own, and the lock must stay on the connection that works.
  await connection`begin`;
  try {
    await connection.unsafe(migration.text);
    await connection`insert into causeway_migrations (number, name, sha256) values (${number}, ${name}, ${sha256})`;
    await connection`commit`;
  } catch (cause) {
    // A lost connection cannot be told to roll back; the server has done so.
    await connection`rollback`.catch(() => undefined);
    throw new MigrationError({
      code: 'migration-failed',
      number,
      problem: `Migration ${name} failed and was rolled back: ${cause instanceof Error ? cause.message : 'unknown cause'}.`,
      fix: 'Nothing of it was kept. Repair what the database names, then migrate again.',
      cause,
    });
  }
}

/**
 * Frees the lock for those who wait. Never hides the failure that led here: a lost connection holds no lock any more, and a reserved
 * one is closed when it is given back.
 */
async function unlock(connection: ReservedSql<Record<string, unknown>>, log: Log): Promise<void> {
  try {
    await connection`select pg_advisory_unlock(${LOCK_KEY})`;
  } catch (error) {
    log.warn({ err: error }, 'the migration lock was left to the server to free');
  }
}

async function listApplied(sql: Sql | ReservedSql<Record<string, unknown>>): Promise<AppliedMigration[]> {
  return sql<AppliedMigration[]>`select number, name, sha256 from causeway_migrations order by number`;
}

async function checkServerVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ num: number; version: string }[]>`
    select current_setting('server_version_num')::int as num, current_setting('server_version') as version`;
  if (row === undefined || row.num >= MIN_SERVER_VERSION_NUM) return;
  throw new MigrationError({
    code: 'server-too-old',
    problem: `The database server is PostgreSQL ${row.version}; Causeway needs 15 or newer.`,
    fix: 'Upgrade the server, or point DATABASE_URL to a newer one.',
  });
}

function readMigration(dir: string, name: string): Migration {
  const number = Number(FILE_NAME.exec(name)?.[1]);
  if (Number.isNaN(number)) {
    throw new MigrationError({
      code: 'bad-file-name',
      problem: `${join(dir, name)} is not named like a migration.`,
      fix: 'Name it NNNNNN_<what>.sql: six digits, an underscore, lower-case letters, digits, "-" and "_".',
    });
  }
  const bytes = readFileSync(join(dir, name));
  return { number, name, sha256: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') };
}

function duplicateNumber(first: Migration, second: Migration): MigrationError {
  return new MigrationError({
    code: 'duplicate-number',
    number: second.number,
    problem: `Migrations ${first.name} and ${second.name} have the same number.`,
    fix: 'Give the one that no database has applied yet the next free number.',
  });
}

function gapBefore(migration: Migration, expected: number): MigrationError {
  return new MigrationError({
    code: 'gap',
    number: migration.number,
    problem: `Migration ${migration.name} follows a gap: number ${expected} is missing.`,
    fix: 'Restore the missing file, or number the migrations 000001, 000002, … without gaps.',
  });
}

function gapInDatabase(file: Migration): MigrationError {
  return new MigrationError({
    code: 'gap',
    number: file.number,
    problem: `The database has applied later migrations, but not ${file.name}.`,
    fix: 'Do not edit causeway_migrations by hand; restore the database from a backup.',
  });
}

function changedFile(file: Migration): MigrationError {
  return new MigrationError({
    code: 'changed-file',
    number: file.number,
    problem: `Migration ${file.name} was changed after it had been applied to this database.`,
    fix: 'Restore the file as it was released and put the change into a new migration.',
  });
}

function databaseNewer(done: AppliedMigration, known: number): MigrationError {
  return new MigrationError({
    code: 'database-newer',
    number: done.number,
    problem: `The database has migration ${done.name}, and this release knows only the first ${known}.`,
    fix: 'Start the release that applied it, or a newer one.',
  });
}

import type { Transaction } from '../wire.ts';
import { EMPTY_SUM, fromHex, toHex } from './checksum.ts';
import { applyChange, type HeldRow, planWrite, type SumChanges, takeOut, touchedIds } from './plan-write.ts';
import { MirrorConflictError, type MirrorState, type MirrorStorage, type MirrorWrite } from './storage.ts';

type SqliteValue = string | number | null;
type SqliteRow = Record<string, unknown>;

/** The part of `DatabaseSync` of `node:sqlite` that is used. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: SqliteValue[]): { readonly changes: number | bigint };
    get(...values: SqliteValue[]): SqliteRow | undefined;
    all(...values: SqliteValue[]): SqliteRow[];
  };
  close(): void;
}

/** Rows that a sweep looks at in one go. */
const SWEEP_BATCH = 1_000;

const SCHEMA = `
  create table if not exists mirror_state (
    singleton integer primary key check (singleton = 1),
    revision integer not null,
    state text not null
  ) strict;
  create table if not exists transactions (
    id text primary key,
    account_id text not null,
    connection_id text not null,
    status text not null,
    posted_date text,
    amount text not null,
    currency text not null,
    description text not null,
    updated_at text not null,
    body text not null,
    hash text not null,
    generation integer not null
  ) strict, without rowid;
  create index if not exists transactions_by_account on transactions (account_id, id);
  create table if not exists account_sums (
    account_id text primary key,
    count integer not null,
    sum text not null
  ) strict, without rowid;
`;

/**
 * Opens a mirror in an SQLite file, which is made when it is not there. Needs `node:sqlite` (Node 22.13 or newer).
 * Readers may use the file meanwhile: `transactions` has one row each, the whole of it as JSON in `body`.
 */
export async function openSqliteStorage(path: string): Promise<MirrorStorage> {
  const { DatabaseSync } = await import('node:sqlite').catch((cause: unknown) => {
    throw new Error(`SQLite needs Node 22.13 or newer; this is ${process.version}`, { cause });
  });
  const database = new DatabaseSync(path);
  try {
    // Written ahead, readers do not stop the mirror nor it them; a commit that returned survives a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000');
    return createSqliteStorage(database);
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** A mirror in an open SQLite database; closing the storage closes it. */
export function createSqliteStorage(database: SqliteDatabase): MirrorStorage {
  database.exec(SCHEMA);
  return {
    load: async () => {
      const row = database.prepare('select state from mirror_state').get();
      // Only `write` stores states.
      return row === undefined ? null : (JSON.parse(String(row.state)) as MirrorState);
    },
    write: async (step) => inTransaction(database, () => writeStep(database, step)),
    listAccountSums: async () =>
      new Map(
        database
          .prepare('select account_id, count, sum from account_sums')
          .all()
          .map((row) => [String(row.account_id), { count: Number(row.count), sum: fromHex(String(row.sum)) }]),
      ),
    listRows: async (accountId, { afterId, limit }) =>
      database
        .prepare('select body from transactions where account_id = ? and id > ? order by id limit ?')
        .all(accountId, afterId ?? '', limit)
        // Only `write` stores bodies, and it takes transactions.
        .map((row) => JSON.parse(String(row.body)) as Transaction),
    close: async () => database.close(),
  };
}

function inTransaction(database: SqliteDatabase, work: () => void): void {
  // Takes the write lock at once: two mirrors cannot both have read the revision before either writes.
  database.exec('begin immediate');
  try {
    work();
    database.exec('commit');
  } catch (cause) {
    database.exec('rollback');
    throw cause;
  }
}

function writeStep(database: SqliteDatabase, step: MirrorWrite): void {
  writeState(database, step);
  const { rows, changes } = planWrite(step, findHeld(database, touchedIds(step)));
  const remove = database.prepare('delete from transactions where id = ?');
  for (const id of step.removals) remove.run(id);
  const upsert = database.prepare(
    `insert or replace into transactions (id, account_id, connection_id, status, posted_date, amount, currency,
       description, updated_at, body, hash, generation) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { transaction: row, hash } of rows) {
    const { id, accountId, connectionId, status, postedDate, amount, currency, description, updatedAt } = row;
    const columns = [id, accountId, connectionId, status, postedDate, amount, currency, description, updatedAt];
    upsert.run(...columns, JSON.stringify(row), hash, step.state.generation);
  }
  if (step.sweep) sweep(database, step.state.generation, changes);
  writeSums(database, changes);
}

function writeState(database: SqliteDatabase, { expectedRevision, state }: MirrorWrite): void {
  const { changes } =
    expectedRevision === null
      ? database
          .prepare('insert into mirror_state (singleton, revision, state) values (1, ?, ?) on conflict do nothing')
          .run(state.revision, JSON.stringify(state))
      : database
          .prepare('update mirror_state set revision = ?, state = ? where revision = ?')
          .run(state.revision, JSON.stringify(state), expectedRevision);
  if (Number(changes) !== 1) throw new MirrorConflictError();
}

function findHeld(database: SqliteDatabase, ids: readonly string[]): Map<string, HeldRow> {
  const find = database.prepare('select account_id, hash from transactions where id = ?');
  const held = new Map<string, HeldRow>();
  for (const id of ids) {
    const row = find.get(id);
    if (row !== undefined) held.set(id, toHeld(row));
  }
  return held;
}

function sweep(database: SqliteDatabase, generation: number, changes: SumChanges): void {
  const find = database.prepare('select id, account_id, hash from transactions where generation < ? limit ?');
  const remove = database.prepare('delete from transactions where id = ?');
  for (;;) {
    const rows = find.all(generation, SWEEP_BATCH);
    for (const row of rows) {
      takeOut(changes, toHeld(row));
      remove.run(String(row.id));
    }
    if (rows.length < SWEEP_BATCH) return;
  }
}

function writeSums(database: SqliteDatabase, changes: SumChanges): void {
  const find = database.prepare('select count, sum from account_sums where account_id = ?');
  const remove = database.prepare('delete from account_sums where account_id = ?');
  const upsert = database.prepare('insert or replace into account_sums (account_id, count, sum) values (?, ?, ?)');
  for (const [accountId, change] of changes) {
    const row = find.get(accountId);
    const before = row === undefined ? EMPTY_SUM : { count: Number(row.count), sum: fromHex(String(row.sum)) };
    const after = applyChange(before, change);
    if (after.count === 0) remove.run(accountId);
    else upsert.run(accountId, after.count, toHex(after.sum));
  }
}

function toHeld(row: SqliteRow): HeldRow {
  return { accountId: String(row.account_id), hash: String(row.hash) };
}

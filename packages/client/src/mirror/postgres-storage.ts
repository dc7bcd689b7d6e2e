import type { Transaction } from '../wire.ts';
import { EMPTY_SUM, fromHex, toHex } from './checksum.ts';
import { applyChange, type HeldRow, planWrite, type SumChanges, takeOut, touchedIds } from './plan-write.ts';
import { MirrorConflictError, type MirrorState, type MirrorStorage, type MirrorWrite } from './storage.ts';

type PostgresRow = Record<string, unknown>;

/** Runs statements with `$1` parameters; a transaction of `postgres` (postgres.js) does. */
export interface PostgresQueries {
  unsafe(query: string, parameters?: string[]): PromiseLike<readonly PostgresRow[]>;
}

/** A pool; the one that `postgres(url)` makes does. */
export interface PostgresPool extends PostgresQueries {
  begin(work: (transaction: PostgresQueries) => Promise<unknown>): Promise<unknown>;
}

/** Where in the database the mirror lies: several may lie in one, each in a schema of its own. */
export interface PostgresStorageOptions {
  /** Schema that holds the mirror; made when it is not there. `causeway_mirror` by default. */
  readonly schema?: string | undefined;
}

/**
 * A mirror in PostgreSQL, in a schema of its own: `transactions` has one row each with typed columns and the whole of it
 * in `body`. The pool belongs to the caller and stays open.
 */
export async function createPostgresStorage(
  pool: PostgresPool,
  options: PostgresStorageOptions = {},
): Promise<MirrorStorage> {
  const { schema = 'causeway_mirror' } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new TypeError('schema must be of lower-case letters, digits and underscores, at most 63.');
  const at = `"${schema}"`;
  await pool.begin((transaction) => createSchema(transaction, at));
  return {
    load: async () => {
      const [row] = await pool.unsafe(`select state::text as state from ${at}.mirror_state`);
      // Only `write` stores states.
      return row === undefined ? null : (JSON.parse(String(row.state)) as MirrorState);
    },
    write: async (step) => {
      await pool.begin((transaction) => writeStep(transaction, at, step));
    },
    listAccountSums: async () => {
      const rows = await pool.unsafe(`select account_id, count::text as count, sum from ${at}.account_sums`);
      return new Map(rows.map((row) => [String(row.account_id), toSum(row)]));
    },
    listRows: async (accountId, { afterId, limit }) => {
      const rows = await pool.unsafe(
        `select body::text as body from ${at}.transactions
         where account_id = $1::text and id > $2::text collate "C" order by id limit $3::text::int`,
        [accountId, afterId ?? '', String(limit)],
      );
      // Only `write` stores bodies, and it takes transactions.
      return rows.map((row) => JSON.parse(String(row.body)) as Transaction);
    },
    close: async () => undefined,
  };
}

/** Text is passed as text and cast in the statement: drivers differ in what they make of other types. */
async function createSchema(transaction: PostgresQueries, at: string): Promise<void> {
  // Two processes that start together must not both make it.
  await transaction.unsafe(`select pg_advisory_xact_lock(hashtext($1::text))::text`, [`causeway mirror ${at}`]);
  await transaction.unsafe(`create schema if not exists ${at}`);
  await transaction.unsafe(`create table if not exists ${at}.mirror_state (
    singleton boolean primary key check (singleton),
    revision bigint not null,
    state jsonb not null
  )`);
  await transaction.unsafe(`create table if not exists ${at}.transactions (
    id text collate "C" primary key,
    account_id text collate "C" not null,
    connection_id text not null,
    status text not null,
    posted_date date,
    amount numeric not null,
    currency text not null,
    description text not null,
    updated_at timestamptz not null,
    body jsonb not null,
    hash text not null,
    generation integer not null
  )`);
  await transaction.unsafe(`create index if not exists transactions_by_account on ${at}.transactions (account_id, id)`);
  await transaction.unsafe(`create table if not exists ${at}.account_sums (
    account_id text primary key,
    count bigint not null,
    sum text not null
  )`);
}

async function writeStep(transaction: PostgresQueries, at: string, step: MirrorWrite): Promise<void> {
  // First, as it holds every other writer of this mirror off until the end.
  await writeState(transaction, at, step);
  const ids = touchedIds(step);
  const held = ids.length === 0 ? new Map<string, HeldRow>() : await findHeld(transaction, at, ids);
  const { rows, changes } = planWrite(step, held);
  if (step.removals.length > 0)
    await transaction.unsafe(
      `delete from ${at}.transactions where id in (select jsonb_array_elements_text($1::text::jsonb))`,
      [JSON.stringify(step.removals)],
    );
  if (rows.length > 0)
    await transaction.unsafe(upsertStatement(at), [
      JSON.stringify(rows.map(({ transaction: body, hash }) => ({ hash, body }))),
      String(step.state.generation),
    ]);
  if (step.sweep) await sweep(transaction, at, step.state.generation, changes);
  if (changes.size > 0) await writeSums(transaction, at, changes);
}

function upsertStatement(at: string): string {
  return `insert into ${at}.transactions (id, account_id, connection_id, status, posted_date, amount, currency,
      description, updated_at, body, hash, generation)
    select body->>'id', body->>'accountId', body->>'connectionId', body->>'status', (body->>'postedDate')::date,
      (body->>'amount')::numeric, body->>'currency', body->>'description', (body->>'updatedAt')::timestamptz,
      body, hash, $2::text::int
    from jsonb_to_recordset($1::text::jsonb) as row (hash text, body jsonb)
    on conflict (id) do update set account_id = excluded.account_id, connection_id = excluded.connection_id,
      status = excluded.status, posted_date = excluded.posted_date, amount = excluded.amount,
      currency = excluded.currency, description = excluded.description, updated_at = excluded.updated_at,
      body = excluded.body, hash = excluded.hash, generation = excluded.generation`;
}

async function writeState(
  transaction: PostgresQueries,
  at: string,
  { expectedRevision, state }: MirrorWrite,
): Promise<void> {
  const values = [String(state.revision), JSON.stringify(state)];
  const written =
    expectedRevision === null
      ? await transaction.unsafe(
          `insert into ${at}.mirror_state (singleton, revision, state) values (true, $1::text::bigint, $2::text::jsonb)
           on conflict do nothing returning 1 as one`,
          values,
        )
      : await transaction.unsafe(
          `update ${at}.mirror_state set revision = $1::text::bigint, state = $2::text::jsonb
           where revision = $3::text::bigint returning 1 as one`,
          [...values, String(expectedRevision)],
        );
  if (written.length !== 1) throw new MirrorConflictError();
}

async function findHeld(
  transaction: PostgresQueries,
  at: string,
  ids: readonly string[],
): Promise<Map<string, HeldRow>> {
  const rows = await transaction.unsafe(
    `select id, account_id, hash from ${at}.transactions
     where id in (select jsonb_array_elements_text($1::text::jsonb))`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map((row) => [String(row.id), toHeld(row)]));
}

/** Rows that a sweep deletes in one statement. */
const SWEEP_BATCH = 5_000;

async function sweep(transaction: PostgresQueries, at: string, generation: number, changes: SumChanges) {
  for (;;) {
    const rows = await transaction.unsafe(
      `delete from ${at}.transactions where id in (
         select id from ${at}.transactions where generation < $1::text::int limit $2::text::int)
       returning account_id, hash`,
      [String(generation), String(SWEEP_BATCH)],
    );
    for (const row of rows) takeOut(changes, toHeld(row));
    if (rows.length < SWEEP_BATCH) return;
  }
}

async function writeSums(transaction: PostgresQueries, at: string, changes: SumChanges): Promise<void> {
  const before = await transaction.unsafe(
    `select account_id, count::text as count, sum from ${at}.account_sums
     where account_id in (select jsonb_array_elements_text($1::text::jsonb))`,
    [JSON.stringify([...changes.keys()])],
  );
  const sums = new Map(before.map((row) => [String(row.account_id), toSum(row)]));
  const after = [...changes].map(([accountId, change]) => {
    const { count, sum } = applyChange(sums.get(accountId) ?? EMPTY_SUM, change);
    return { account_id: accountId, count, sum: toHex(sum) };
  });
  await transaction.unsafe(
    `insert into ${at}.account_sums (account_id, count, sum)
     select account_id, count, sum
     from jsonb_to_recordset($1::text::jsonb) as row (account_id text, count bigint, sum text)
     on conflict (account_id) do update set count = excluded.count, sum = excluded.sum`,
    [JSON.stringify(after)],
  );
  await transaction.unsafe(`delete from ${at}.account_sums where count = 0`);
}

function toSum(row: PostgresRow) {
  return { count: Number(row.count), sum: fromHex(String(row.sum)) };
}

function toHeld(row: PostgresRow): HeldRow {
  return { accountId: String(row.account_id), hash: String(row.hash) };
}

import type { Sql } from '../../../src/infra/database.ts';

/** One write of a run's commit, as the table, the moment and the condition of a trigger that refuses it. */
export interface RefusedWrite {
  readonly what: string;
  readonly table: string;
  readonly moment: string;
  /** Spares what the end of a failed run writes, which is another commit. */
  readonly condition?: string;
}

/** Every table that the commit of an uploaded file writes, in the order in which it does, and the commit itself. */
export const WRITES_OF_A_RUN: readonly RefusedWrite[] = [
  { what: 'the evidence', table: 'evidence', moment: 'before insert' },
  { what: 'a new account', table: 'accounts', moment: 'before insert' },
  { what: 'the balances of an account', table: 'accounts', moment: 'before update' },
  { what: 'the names of an account', table: 'account_aliases', moment: 'before insert' },
  { what: 'a stated balance', table: 'stated_balances', moment: 'before insert' },
  { what: 'a daily balance', table: 'daily_balances', moment: 'before insert' },
  {
    what: 'the result of the run',
    table: 'sync_runs',
    moment: 'before update',
    condition: `new.status = 'succeeded'`,
  },
  {
    what: 'the events for webhooks',
    table: 'events',
    moment: 'before insert',
    condition: `new.type in ('account.created', 'account.updated', 'transactions.sync_available')`,
  },
  { what: 'the head of the stream', table: 'stream_heads', moment: 'before update' },
  { what: 'a transaction', table: 'transactions', moment: 'before insert' },
  { what: 'the history', table: 'transaction_revisions', moment: 'before insert' },
];

/** Makes the database refuse a write as it refuses data that fits no constraint; the result lifts the ban. */
export async function refuseWrite(sql: Sql, write: RefusedWrite): Promise<() => Promise<void>> {
  await sql.unsafe(REFUSAL);
  const when = write.condition === undefined ? '' : `when (${write.condition})`;
  await sql.unsafe(`create trigger refused ${write.moment} on ${write.table}
    for each row ${when} execute function refuse_on_purpose()`);
  return async () => {
    await sql.unsafe(`drop trigger refused on ${write.table}`);
  };
}

/** Lets every statement pass and refuses the commit itself. */
export async function refuseCommit(sql: Sql): Promise<() => Promise<void>> {
  await sql.unsafe(REFUSAL);
  await sql.unsafe(`create constraint trigger refused after insert or update on transactions
    deferrable initially deferred for each row execute function refuse_on_purpose()`);
  return async () => {
    await sql.unsafe('drop trigger refused on transactions');
  };
}

const REFUSAL = `create or replace function refuse_on_purpose() returns trigger language plpgsql as $$
  begin raise exception 'refused on purpose' using errcode = '23514'; end $$`;

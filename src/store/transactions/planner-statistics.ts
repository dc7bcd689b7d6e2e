import type { Sql } from '../../infra/database.ts';

/** Smaller commits change no plan. */
const MIN_ROWS = 1_000;

/**
 * Lets PostgreSQL look at the tables again when a commit of so many rows has at least doubled what it knew of. It would do
 * so by itself within a minute; until then it takes a table that was empty for one with a row or two, and reads an account
 * by plans whose time grows with the square of its rows.
 */
export async function refreshStatistics(sql: Sql, writtenRows: number): Promise<void> {
  if (writtenRows < MIN_ROWS) return;
  const [known] = await sql<
    { rows: number }[]
  >`select reltuples as rows from pg_class where oid = 'transactions'::regclass`;
  if ((known?.rows ?? 0) > writtenRows) return;
  await sql`select analyze_transactions()`;
}

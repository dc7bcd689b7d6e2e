import type { Sql } from '../../src/infra/database.ts';

/** Every version of every row of an organization, by table. Whoever writes a row makes a new version of it. */
export type RowVersions = ReadonlyMap<string, ReadonlySet<string>>;

/** What a client can see of transactions and balances, and what they are known by. */
const MIRROR_TABLES: ReadonlySet<string> = new Set([
  'transactions',
  'transaction_revisions',
  'transaction_aliases',
  'transaction_views',
  'stated_balances',
  'daily_balances',
  'stream_heads',
]);

/** Where each version lies and which transaction made it, which PostgreSQL tells of every row. */
export async function listRowVersions(sql: Sql, organizationId: string): Promise<RowVersions> {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'organization_id'`;
  const versions = new Map<string, ReadonlySet<string>>();
  for (const { name } of tables) {
    const rows = await sql<{ version: string }[]>`
      select ctid || ' ' || xmin as version from ${sql(name)} where organization_id = ${organizationId}`;
    versions.set(name, new Set(rows.map(({ version }) => version)));
  }
  return versions;
}

/** Versions that came or went between the two: in the mirror, and in everything else. */
export function countWrites(
  before: RowVersions,
  after: RowVersions,
): { readonly mirror: number; readonly bookkeeping: number } {
  let mirror = 0;
  let bookkeeping = 0;
  for (const [name, now] of after) {
    const then = before.get(name) ?? new Set();
    // An update takes one version away and makes another: that is one write.
    const writes = Math.max(now.difference(then).size, then.difference(now).size);
    if (MIRROR_TABLES.has(name)) mirror += writes;
    else bookkeeping += writes;
  }
  return { mirror, bookkeeping };
}

import type { Db } from '../../../src/infra/database.ts';

/**
 * A fingerprint of everything that an organization has, table by table: two are equal exactly when nothing was written
 * in between.
 */
export async function takeSnapshot(db: Db, organizationId: string): Promise<Readonly<Record<string, string>>> {
  const tables = await db<{ name: string }[]>`select c.table_name as name from information_schema.columns c
    join pg_class t on t.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
    where c.table_schema = 'public' and c.column_name = 'organization_id'
      -- Counts of requests in tables that are not logged are nothing that an organization has, and what is searched follows the
      -- stream by itself.
      and t.relpersistence = 'p' and c.table_name not in ('transaction_search', 'transaction_search_heads') order by c.table_name`;
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db<{ print: string }[]>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
      from ${db(name)} t where organization_id = ${organizationId}`;
    prints[name] = row?.print ?? '';
  }
  return prints;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../../src/infra/database.ts';

/**
 * A fingerprint of everything that is stored: every table of the service with its content, the waiting jobs, and the files
 * of the evidence folder by name. Two are equal exactly when nothing was written in between. When a key was last used is
 * left out, and so is how many requests came: both are noted for refused requests, too. What the search knows follows the stream by
 * itself, at any time.
 */
export async function takeWholeState(db: Db, dataDir: string): Promise<Readonly<Record<string, string>>> {
  // One statement for all tables, which the server keeps planned: tests ask after each of a thousand requests.
  const [all] = await db<{ statement: string }[]>`
    select string_agg(format('select %L as name, count(*) || '' '' || coalesce(sum(hashtextextended(%s, 0)), 0) as print from %I t',
      relname, case when exists (select from pg_attribute where attrelid = c.oid and attname = 'last_used_at')
        then '(to_jsonb(t) - ''last_used_at'')::text' else 't::text' end, relname), ' union all ' order by relname) as statement
    from pg_class c
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not in ('rate_windows', 'transaction_search', 'transaction_search_heads')`;
  const prints = await db.unsafe<{ name: string; print: string }[]>(all?.statement ?? '', [], { prepare: true });
  const state: Record<string, string> = Object.fromEntries(prints.map(({ name, print }) => [name, print]));
  const [jobs] = await db<{ count: bigint }[]>`select count(*) from graphile_worker._private_jobs`;
  state.jobs = String(jobs?.count);
  const files = await readdir(join(dataDir, 'evidence'), { recursive: true, withFileTypes: true });
  state.files = files
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
    .join(' ');
  return state;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../src/infra/database.ts';

/**
 * A fingerprint of everything that is stored: every table of the service with its content, the waiting jobs, and the files
 * of the evidence folder by name. Two are equal exactly when nothing was written in between. When a key was last used is
 * left out: that is noted for refused requests, too.
 */
export async function takeWholeState(db: Db, dataDir: string): Promise<Readonly<Record<string, string>>> {
  const tables = await db<{ name: string }[]>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db<{ print: string }[]>`
      select count(*) || ' ' || coalesce(md5(string_agg(r.text, '|' order by r.text)), '') as print
      from (select (to_jsonb(t) - 'last_used_at')::text as text from ${db(name)} t) r`;
    state[name] = row?.print ?? '';
  }
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

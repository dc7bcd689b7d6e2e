import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../../src/infra/database.ts';

/** All that is stored as text, table by table and file by file: for tests that look for secrets. */
export async function readEverything(db: Db, dataDir: string): Promise<Readonly<Record<string, string>>> {
  const tables = await db<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`;
  const found: Record<string, string> = {};
  for (const { schema, name } of tables) {
    const rows = await db<{ text: string }[]>`select t::text as text from ${db(schema)}.${db(name)} t`;
    found[`${schema}.${name}`] = rows.map(({ text }) => text).join('\n');
  }
  const files = await readdir(join(dataDir, 'evidence'), { recursive: true, withFileTypes: true });
  for (const file of files)
    if (file.isFile())
      found[`evidence ${file.name}`] = (await readFile(join(file.parentPath, file.name))).toString('latin1');
  return found;
}

/** Where a secret stands: as it is, or as the bytes of an unsealed value are written. */
export function findSecret(places: Readonly<Record<string, string>>, secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '').slice(0, -1)];
  return Object.entries(places).flatMap(([place, text]) => (forms.some((form) => text.includes(form)) ? [place] : []));
}

import postgres from 'postgres';
import type { Contestant } from '../harness/rounds.ts';

/** The floor of every first sync: COPY of the same rows into a bare table. */
export interface CopyFloor extends Contestant {
  close(): Promise<void>;
}

/**
 * Takes the transactions of an organization as COPY prints them, and writes them into a table with the same columns and
 * primary key and nothing else, one transaction each time. Its figure is rows per second.
 */
export async function openCopyFloor(databaseUrl: string, organizationId: string): Promise<CopyFloor> {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  await sql`create schema if not exists bench`;
  await sql`drop table if exists bench.bare_transactions`;
  await sql`create table bench.bare_transactions (like transactions including defaults including generated)`;
  await sql`alter table bench.bare_transactions add primary key (organization_id, id)`;
  const columns = await listColumns(sql);
  const chunks = await readRows(sql, columns, organizationId);
  return {
    name: 'COPY of the same rows into a bare table',
    run: async () => {
      await sql`truncate bench.bare_transactions`;
      await sql`checkpoint`;
      const startMs = performance.now();
      await writeRows(sql, columns, chunks);
      const elapsedMs = performance.now() - startMs;
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from bench.bare_transactions`;
      return ((row?.count ?? 0) / elapsedMs) * 1_000;
    },
    close: async () => {
      await sql`drop table if exists bench.bare_transactions`;
      await sql.end();
    },
  };
}

/** All but the generated ones, which COPY does not take. */
async function listColumns(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ name: string }[]>`select attname as name from pg_attribute
    where attrelid = 'transactions'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;
  return rows.map(({ name }) => name).join(', ');
}

async function readRows(sql: postgres.Sql, columns: string, organizationId: string): Promise<readonly Buffer[]> {
  const query = `copy (select ${columns} from transactions where organization_id = '${organizationId}') to stdout`;
  const chunks: Buffer[] = [];
  for await (const chunk of await sql.unsafe(query).readable()) chunks.push(chunk);
  return chunks;
}

async function writeRows(sql: postgres.Sql, columns: string, chunks: readonly Buffer[]): Promise<void> {
  const stream = await sql.unsafe(`copy bench.bare_transactions (${columns}) from stdin`).writable();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.once('finish', resolve);
  stream.once('error', reject);
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await new Promise((go) => stream.once('drain', go));
  }
  stream.end();
  await promise;
}

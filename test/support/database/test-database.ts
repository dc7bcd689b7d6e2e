import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase, type Sql } from '../../../src/infra/database.ts';
import { silentLog } from '../../../src/infra/log.ts';

/** A migrated, empty database that belongs to one test file. */
export interface TestDatabase {
  readonly sql: Sql;
  /** For parts that open their own connections; they must be closed before `drop`. */
  readonly url: string;
  /** Throws everybody out and lets nobody in, as a server does that goes away; the result lets them in again. */
  shutOut(): Promise<() => Promise<void>>;
  /** Ends the pool and removes the database. Belongs into `afterAll`. */
  drop(): Promise<void>;
}

/** The database as the tests of its file use it: its end is not theirs. */
export type FileDatabase = Omit<TestDatabase, 'drop'>;

/** No machine stalls for as long. */
const CONNECT_TIMEOUT_MS = 60_000;

/** Clones the migrated template. Belongs into `beforeAll` of a test file of the project `whole`. */
export async function createTestDatabase(options: { readonly maxConnections?: number } = {}): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const templateName = template.pathname.slice(1);
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Cloning fails while anybody is connected to the template, so the order is given from elsewhere.
  const maintenance = new URL('/postgres', template).href;
  // Copying the template's files takes a quarter of what writing each of their pages to the log takes, which is PostgreSQL's own choice.
  await runOnce(
    maintenance,
    (sql) => sql`create database ${sql(name)} template ${sql(templateName)} strategy file_copy`,
  );
  const url = new URL(`/${name}`, template).href;
  const sql = openDatabase({
    url,
    maxConnections: options.maxConnections ?? 10,
    applicationName: 'test',
    log: silentLog,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  return {
    sql,
    url,
    shutOut: async () => {
      await runOnce(maintenance, (server) => server`alter database ${server(name)} with allow_connections false`);
      // Waits for the end of each: one that had only been told to end might take another question first.
      await runOnce(
        maintenance,
        (server) => server`select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = ${name}`,
      );
      return () => runOnce(maintenance, (server) => server`alter database ${server(name)} with allow_connections true`);
    },
    drop: async () => {
      await sql.end({ timeout: 5 });
      // The server itself waits some seconds for connections that are just being closed. A test that failed may have left
      // one behind for good; the next file needs the server, not this database.
      await runOnce(maintenance, (server) =>
        server`drop database ${server(name)}`.catch(() => server`drop database ${server(name)} with (force)`),
      );
    },
  };
}

async function runOnce(url: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = openDatabase({
    ...{ url, maxConnections: 1, applicationName: 'test set-up', log: silentLog },
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

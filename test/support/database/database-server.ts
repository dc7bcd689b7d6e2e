import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import type { TestProject } from 'vitest/node';
import { openDatabaseSessions } from '../../../src/composition/database-sessions.ts';
import { openDatabase } from '../../../src/infra/database.ts';
import { startEmbeddedPostgres } from '../../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../../src/infra/log.ts';
import { migrate } from '../../../src/infra/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated database that every test database is cloned from. Nobody may stay connected to it. */
    readonly templateUrl: string;
  }
}

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Nothing here has to survive a crash, tests open several pools at once, and no database lives long enough to be tidied up. */
const SETTINGS = {
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  max_connections: '300',
};

/**
 * Starts one PostgreSQL for the whole test run, in a folder of its own, and migrates the template database. The function
 * returned stops the server and removes the folder; the runner calls it whatever the tests did.
 */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-test-database-'));
  // The server's own user has to pass through a folder that root made.
  chmodSync(folder, 0o711);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  // Where the run ends without its teardown, the server goes with this process, and the folder goes here.
  const onExit = () => {
    try {
      removeFolder();
    } catch {
      // The server is still writing its last pages; what the tests have found does not change by that.
    }
  };
  process.once('exit', onExit);
  const release = () => {
    removeFolder();
    process.off('exit', onExit);
  };
  try {
    const server = await startEmbeddedPostgres({
      dataDir: join(folder, 'postgres'),
      log: silentLog,
      database: 'template_causeway',
      settings: SETTINGS,
    });
    const stop = async () => {
      await server.stop();
      release();
    };
    await migrateTemplate(server.url).catch(async (cause: unknown) => {
      await stop();
      throw cause;
    });
    project.provide('templateUrl', server.url);
    return stop;
  } catch (cause) {
    release();
    throw cause;
  }
}

async function migrateTemplate(url: string): Promise<void> {
  const sql = openDatabase({ url, maxConnections: 2, applicationName: 'test template', log: silentLog });
  try {
    await migrate({ sql, dir: MIGRATIONS, log: silentLog });
    await runMigrations({ connectionString: url });
    // Policies and rights go with a clone, and the roles belong to the whole server.
    const config = { databasePool: 2, databaseRolePassword: null };
    const sessions = await openDatabaseSessions({ owner: sql, url, config, log: silentLog });
    await sessions.close();
  } finally {
    await sql.end({ timeout: 5 });
  }
}

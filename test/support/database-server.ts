import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/infra/database.ts';
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../src/infra/log.ts';
import { migrate } from '../../src/infra/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated template database; tests clone it and never write to it. */
    readonly templateUrl: string;
  }
}

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** A test server may lose its data: nothing here outlives the run. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts one PostgreSQL for the whole run and migrates the template; what it returns stops and removes everything. */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'causeway-test-'));
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, settings: FAST, database: 'template_causeway' });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const sql = openDatabase({ url: server.url, maxConnections: 2, applicationName: 'template', log: silentLog });
    await migrate({ sql, dir: MIGRATIONS, log: silentLog });
    await sql.end();
    await runMigrations({ connectionString: server.url });
    project.provide('templateUrl', server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/infra/log.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const unused = async () => undefined;

describe('a worker', () => {
  it('ends in order when its connections are cut while it stops', async () => {
    const unheard: unknown[] = [];
    const note = (cause: unknown) => unheard.push(cause);
    process.on('uncaughtExceptionMonitor', note);
    const { sql } = database;
    for (let round = 0; round < 10; round += 1) {
      const worker = await startWorker({
        databaseUrl: database.url,
        concurrency: 4,
        handlers: { 'sync-connection': unused, 'poll-file-source': unused },
        putBack: unused,
        log: silentLog,
      });
      const stopped = worker.stop();
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = ''`;
      await stopped;
    }
    process.off('uncaughtExceptionMonitor', note);
    expect(unheard).toEqual([]);
  });
});

import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../../src/composition/diagnosis.ts';
import { checkDatabase } from '../../src/doctor/database.ts';
import { askDatabase } from '../../src/infra/database/ask-database.ts';
import { DatabaseUnreachableError } from '../../src/infra/database/unreachable.ts';
import { openDatabase } from '../../src/infra/database.ts';
import { startEmbeddedPostgres } from '../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../src/infra/log.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { runCommand } from '../support/processes/command.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

// What a failover to a standby does that nobody was told of: the server answers, and takes no writes.

let system: RunningSystem;
let caller: Caller;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  caller = (await system.createOrganization()).test;
});
afterAll(async () => {
  await system?.stop();
});

/** Lets new sessions only read, or write again; the one that says so writes in any case. */
async function allow(what: 'onlyRead' | 'write'): Promise<void> {
  const name = new URL(system.database.url).pathname.slice(1);
  const change = what === 'onlyRead' ? 'set default_transaction_read_only = on' : 'reset default_transaction_read_only';
  await system.database.sql.begin('read write', (tx) => tx.unsafe(`alter database "${name}" ${change}`));
}

const isReady = async () => (await caller.call('getReadiness')).status;
const create = (externalEntityId: string) =>
  caller.call<Schemas['Entity']>('createEntity', { body: { externalEntityId } });

it('is answered with 503 by probe and requests, and served again without a restart', async () => {
  expect([await isReady(), (await create('before')).status]).toEqual([200, 201]);
  await allow('onlyRead');
  // As a failover does.
  await system.database.sql`select pg_terminate_backend(pid, 60000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  await eventually(isReady, (status) => status === 503, 'the probe notices');
  expect(await create('meanwhile')).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
  await allow('write');
  await eventually(isReady, (status) => status === 200, 'the probe notices that it is over');
  await eventually(
    async () => (await create('after')).status,
    (status) => status === 201,
    'a write',
    10_000,
  );
});

const only = (settings: string) => {
  const url = new URL(system.database.url);
  url.search = settings;
  return url.href;
};

it.each(['keys list', 'serve', 'worker'])('ends "causeway %s" with a line that says what to do', async (command) => {
  const env = { DATABASE_URL: only('default_transaction_read_only=on'), CAUSEWAY_DATA_DIR: system.dataDir };
  const { code, errors } = await runCommand(command.split(' '), {
    env: { ...env, CAUSEWAY_PORT: '0' },
    timeoutMs: 50_000,
  });
  expect(code).toBe(1);
  expect(errors).toContain('The database cannot be asked: it only reads');
  expect(errors).toContain('Let DATABASE_URL lead to the primary');
  expect(errors).not.toMatch(/^ {4}at /m);
});

it('is a problem that the doctor finds, with where it comes from', async () => {
  const looked = () =>
    diagnose(
      { DATABASE_URL: only('default_transaction_read_only=on'), CAUSEWAY_DATA_DIR: system.dataDir, CAUSEWAY_PORT: '0' },
      system.dataDir,
      { full: false, browser: false },
    );
  expect(await looked()).toContainEqual({
    check: 'database',
    level: 'problem',
    message: 'The database only reads: default_transaction_read_only is on.',
    fix: expect.stringContaining('reset default_transaction_read_only'),
  });
});

it('is found by the doctor on a real standby, too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'causeway-standby-'));
  // The server's own user has to pass through a folder that root made.
  await chmod(dataDir, 0o711);
  const open = () => startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), log: silentLog });
  await (await open()).stop();
  const cluster = join(dataDir, 'postgres', 'cluster');
  const { uid, gid } = await stat(cluster);
  await writeFile(join(cluster, 'standby.signal'), '');
  await chown(join(cluster, 'standby.signal'), uid, gid);
  const standby = await open();
  const sql = openDatabase({ url: standby.url, maxConnections: 1, applicationName: 'test', log: silentLog });
  try {
    await expect(askDatabase(sql)).rejects.toBeInstanceOf(DatabaseUnreachableError);
    const findings = await checkDatabase(sql, { databasePool: 2, nowMs: () => Date.now() });
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'problem', message: 'The database only reads: this server is a standby.' }),
    );
  } finally {
    await sql.end({ timeout: 1 });
    await standby.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

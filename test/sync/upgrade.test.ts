import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBackup } from '../../src/backup/restore-backup.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { readConfig } from '../../src/config.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { openDatabase } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { listPendingMigrations, migrate } from '../../src/infra/migrations.ts';
import { type Installation, openInstallation, restore, startApi } from '../../src/main.ts';
import { askEverything } from '../support/calls/ask-everything.ts';
import { createCaller, type Schemas } from '../support/calls/caller.ts';
import { takeSnapshot } from '../support/database/snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import type { Stock } from '../support/records/stocked-tenant.ts';
import { advanceDays, eventually, openDemoConnection } from '../support/system/onboarding.ts';
import { startSystem } from '../support/system/running-system.ts';
import { dumpSchema } from './dump-schema.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MIGRATIONS = join(ROOT, 'migrations');

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'causeway-upgrade-'));
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const open = (): Promise<Installation> =>
  openInstallation(
    readConfig({ DATABASE_URL: database.url, CAUSEWAY_DATA_DIR: folder, CAUSEWAY_PORT: '0' }, ROOT),
    silentLog,
    { attach: false },
  );

async function empty(): Promise<void> {
  await database.sql.unsafe('drop schema public cascade; drop schema graphile_worker cascade; create schema public');
}

/** The first migrations only, as an older version had them. */
async function migrateTo(count: number): Promise<void> {
  const older = join(folder, 'older');
  await rm(older, { recursive: true, force: true });
  await mkdir(older);
  for (const name of (await readdir(MIGRATIONS))
    .filter((each) => /^\d{6}_/.test(each))
    .sort()
    .slice(0, count))
    await copyFile(join(MIGRATIONS, name), join(older, name));
  await migrate({ sql: database.sql, dir: older, log: silentLog });
}

describe('opening an installation', () => {
  it('brings an empty database up to date', async () => {
    await empty();
    const installation = await open();
    expect(await listPendingMigrations(installation.sql, MIGRATIONS)).toEqual([]);
    await installation.close();
  });

  it('by several processes at once is as good as by one', async () => {
    await empty();
    const all = await Promise.all([open(), open(), open()]);
    expect(await listPendingMigrations(database.sql, MIGRATIONS)).toEqual([]);
    for (const installation of all) await installation.close();
  });

  it('brings a filled database of the first version up to date and serves what is in it', async () => {
    await empty();
    await migrateTo(1);
    const { sql } = database;
    await sql`insert into organizations (id, name, created_at) values ('01a1fc6b-0000-7000-8000-000000000001', 'Old', now())`;
    await sql`insert into stream_heads select id, environment, 1 from organizations, (values ('live'), ('test')) e (environment)`;
    await sql`insert into sandbox_clocks select id, 0 from organizations`;
    const body = { id: '01a1fc6b-0000-7000-8000-000000000005', amount: '1.00' };
    await sql`insert into transactions (organization_id, id, environment, entity_id, connection_id, account_id, status,
        posted_date, amount, currency, rail, match_key, search_text, body, revision, first_position, last_position,
        event_id, event_at, updated_at)
      select id, ${body.id}, 'test', id, id, id, 'posted', '2026-11-20', 1, 'USD', 'ach', 'k', '', ${JSON.stringify(body)}, 1, 1, 1,
        ${body.id}, '2026-11-20T06:00:00.070Z', now() from organizations`;
    const installation = await open();
    const key = await createApiKey(installation.commands, {
      organizationId: '01a1fc6b-0000-7000-8000-000000000001',
      environment: 'test',
      name: 'old',
      scopes: SCOPES,
      lifetimeMs: 60_000,
    });
    const api = await startApi(installation);
    const get = async (path: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${key.ok ? key.value.text : ''}` };
      return (await fetch(`${api.url}/v1/${path}`, { headers })).json();
    };
    expect(await get(`transactions/${body.id}`)).toEqual(body);
    expect(await get('transactions/sync?from=beginning')).toMatchObject({
      events: [{ eventId: eventIdOf(body.id), eventAt: '2026-11-20T06:00:00.070Z', type: 'added', transaction: body }],
    });
    await api.stop();
    await installation.close();
  });

  it('brings a stocked database of an earlier release up to date and gives the answers of then', async () => {
    // In this one, no session of another application may be open.
    const sql = openDatabase({ url: database.url, maxConnections: 1, applicationName: 'test', log: silentLog });
    await sql.unsafe('drop schema public cascade; drop schema graphile_worker cascade; create schema public');
    await sql.end();
    const { backup, tenants } = await readEarlierRelease();
    const config = readConfig({ DATABASE_URL: database.url, CAUSEWAY_DATA_DIR: folder, CAUSEWAY_PORT: '0' }, ROOT);
    await restore(config, silentLog, backup);
    const later = (await readdir(MIGRATIONS)).filter((name) => /^\d{6}_/.test(name)).length;
    expect(later).toBeGreaterThan(backup.manifest.migrations.length);
    const installation = await open();
    expect(await listPendingMigrations(installation.sql, MIGRATIONS)).toEqual([]);
    const api = await startApi(installation);
    const [organization] = await installation.sql<{ id: string }[]>`select id from organizations`;
    for (const { environment, stock, answers } of tenants) {
      // The backup holds no key: one is made for the reader of today.
      const request = {
        organizationId: organization?.id ?? '',
        environment,
        name: 'reader',
        scopes: SCOPES,
        lifetimeMs: 3_600_000,
      };
      const made = await createApiKey(installation.commands, request);
      if (!made.ok) throw new Error(`no key was made: ${made.refusal.code}`);
      const caller = createCaller(api.url, made.value.text);
      const now = withoutEntriesOf(made.value.key.keyId, await askEverything(caller, stock));
      // What was answered then is answered now; a later release may say more.
      for (const [operation, answer] of Object.entries(answers))
        expect([operation, now[operation]]).toMatchObject([operation, answer]);
      const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
        query: { from: 'beginning' },
      });
      expect(page.events).toHaveLength(2);
    }
    await api.stop();
    await installation.close();
  });

  it('leaves a database that is full and up to date as it is, and goes on with it', async () => {
    const system = await startSystem();
    const organization = await system.createOrganization();
    const caller = organization.test;
    const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
    await advanceDays(caller, 3, connection.id);
    const { sql } = system.database;
    // Two syncs within a second: the second one is announced when that second is over.
    const waiting = () => sql`select from connection_signals where due_at is not null`;
    await eventually(waiting, ({ length }) => length === 0, 'the last announcement');
    const before = await takeSnapshot(sql, organization.id);
    const listed = await caller.all<Schemas['Transaction']>('listTransactions');
    const again = await openInstallation(
      readConfig({ DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir, CAUSEWAY_PORT: '0' }, ROOT),
      silentLog,
      { attach: false },
    );
    expect(await takeSnapshot(sql, organization.id)).toEqual(before);
    const api = await startApi(again);
    const successor = createCaller(api.url, caller.key);
    expect(await successor.all<Schemas['Transaction']>('listTransactions')).toEqual(listed);
    expect(await advanceDays(successor, 3, connection.id)).toMatchObject([{ status: 'succeeded', outcome: 'changed' }]);
    await api.stop();
    await again.close();
    await system.stop();
  });

  it('keeps organizations apart by their own keys after it was opened again', async () => {
    const first = await open();
    const { id } = await createOrganization(first.commands, 'Kept');
    const key = await createApiKey(first.commands, {
      organizationId: id,
      environment: 'live',
      name: 'kept',
      scopes: SCOPES,
      lifetimeMs: 60_000,
    });
    await first.close();
    const second = await open();
    const api = await startApi(second);
    expect(await createCaller(api.url, key.ok ? key.value.text : '').all('listEntities')).toMatchObject([
      { name: 'Kept' },
    ]);
    await api.stop();
    await second.close();
  });
});

/** The audit log names the key that was made after the release. */
function withoutEntriesOf(keyId: string, answers: Record<string, unknown>): Record<string, unknown> {
  const { listAuditEntries, ...others } = answers;
  const audit = listAuditEntries as Schemas['AuditEntryList']; // As the operation of this name answers.
  return { ...others, listAuditEntries: { ...audit, data: audit.data.filter(({ target }) => target.id !== keyId) } };
}

/** What the release with 35 migrations has written by `causeway backup`, less the keys, and what it answered to everything before. */
async function readEarlierRelease() {
  const release = join(import.meta.dirname, 'earlier-release');
  const answers: unknown = JSON.parse(await readFile(join(release, 'answers.json'), 'utf8'));
  // Written by the same functions that read it here.
  const { live, test } = answers as Record<Environment, { stock: Stock; answers: Record<string, unknown> }>;
  const tenants = [{ environment: 'live', ...live } as const, { environment: 'test', ...test } as const];
  return { backup: await checkBackup(join(release, 'backup')), tenants };
}

describe('migrations/schema.sql', () => {
  it('is what the migrations make (vitest --update writes it anew)', async () => {
    const header =
      '-- The schema that all migrations make together. Written by test/sync/upgrade.test.ts; do not edit.\n\n';
    await expect(header + (await dumpSchema(database.sql))).toMatchFileSnapshot(join(MIGRATIONS, 'schema.sql'));
  });
});

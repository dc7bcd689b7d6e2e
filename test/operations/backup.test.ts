import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackupManifest, renderManifest } from '../../src/backup/manifest.ts';
import { type CheckedBackup, checkBackup, checkContents, restoreBackup } from '../../src/backup/restore-backup.ts';
import { writeBackup } from '../../src/backup/write-backup.ts';
import { readConfig } from '../../src/config.ts';
import type { Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { backUp, restore, startSyncing } from '../../src/main.ts';
import { askEverything } from '../support/calls/ask-everything.ts';
import { type Caller, createCaller, type Schemas } from '../support/calls/caller.ts';
import { openEventCursor } from '../support/calls/event-cursor.ts';
import { runCommand } from '../support/processes/command.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { findSecret } from '../support/secrets/read-everything.ts';
import { applyPage, type Transaction, type WrittenRow, WrittenStream } from '../support/stream/written-stream.ts';
import { type DemoConnection, eventually, openDemoConnection } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { listFiles, refusalOf } from './backup-outcome.ts';
import { makeEmptyPlace, type Place, type PlaceOptions } from './empty-place.ts';
import { letSomebodyIn, WAYS_IN } from './ways-in.ts';

type Page = Schemas['TransactionSyncPage'];

let folder: string;
/** Named by both services, whatever port they listen on. */
const ERROR_DOCS_URL = 'https://docs.example.com/errors';
let source: RunningSystem;
let stream: WrittenStream;
let quiet: TestOrganization;
let stock: Stock;
let quietAnswers: Readonly<Record<string, unknown>>;
let demo: TestOrganization;
let demoConnection: DemoConnection;
let backup: CheckedBackup;
/** What the writer did, in the order of its positions: the content of the stream at any moment. */
const written: { readonly id: string; readonly amount: string | null }[] = [];
/** Cursors of clients: caught up before, in the middle of a catch-up, and caught up after the backup. */
const cursors = { before: '', middle: '', after: '', events: '' };
/** The mirror of the client that had caught up before. */
const mirror = new Map<string, Transaction>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-backup-'));
  source = await startSystem({ settings: { CAUSEWAY_ERROR_DOCS_URL: ERROR_DOCS_URL } });
  quiet = await source.createOrganization();
  stock = await stockTenant(source.installation.commands, quiet.id, 'live', [{}, { amount: '-7.00' }]);
  quietAnswers = await askEverything(quiet.live, stock);
  await letSomebodyIn(source, quiet.id);
  demo = await source.createOrganization();
  demoConnection = await openDemoConnection(demo.test, source.bankUrl, 'harbor');
  stream = await WrittenStream.open(source);
  await write(40);
  cursors.before = await follow(stream.caller, { from: 'beginning' });
  cursors.events = await openEventCursor(stream.caller);
  await write(20);
  await backUpUnderLoad();
  cursors.after = (await stream.page({})).nextCursor;
});
afterAll(async () => {
  await source?.stop();
  await rm(folder, { recursive: true, force: true });
});

const rows: WrittenRow[] = [];
/** Adds, changes and removes in turn. */
async function write(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const kind = written.length % 5;
    const row = kind < 3 ? undefined : rows.shift();
    const amount = `-${written.length + 1}.00`;
    if (row === undefined) {
      const added = await stream.add(stream.accounts[0], { amount });
      rows.push(added);
      written.push({ id: added.id, amount });
    } else if (kind === 3) {
      rows.push(await stream.change(row, { amount }));
      written.push({ id: row.id, amount });
    } else {
      await stream.remove(row);
      written.push({ id: row.id, amount: null });
    }
  }
}

/** A backup while one stream is written without a pause and a bank is synced. */
async function backUpUnderLoad(): Promise<void> {
  const end = new AbortController();
  const writing = (async () => {
    while (!end.signal.aborted) await write(1);
  })();
  try {
    await backUpMeanwhile();
  } finally {
    end.abort();
    await writing;
  }
  backup = await checkBackup(join(folder, 'backup'));
}

async function backUpMeanwhile(): Promise<void> {
  await demo.test.get('syncConnection', { path: { connectionId: demoConnection.id } });
  const middle = await stream.page({ cursor: cursors.before, limit: 3 });
  cursors.middle = middle.nextCursor;
  expect(middle.hasMore).toBe(true);
  await backUp(source.installation, {}, { folder: join(folder, 'backup'), withMasterKey: false });
  const atEnd = written.length;
  await eventually(
    async () => written.length,
    (length) => length > atEnd,
    'a write after the backup',
  );
}

/** Reads a stream to its end into the mirror; the cursor after it. */
async function follow(caller: Caller, query: Record<string, string>): Promise<string> {
  for (let place = query; ; ) {
    const page = await caller.get<Page>('syncTransactions', {
      query: { ...place, limit: 7 },
    });
    applyPage(mirror, page.events);
    if (!page.hasMore) return page.nextCursor;
    place = { cursor: page.nextCursor };
  }
}

const makePlace = (options: PlaceOptions = {}) => makeEmptyPlace(folder, source.dataDir, options);
const settingsOf = ({ database, dataDir }: Place) => ({
  DATABASE_URL: database.url,
  CAUSEWAY_DATA_DIR: dataDir,
  CAUSEWAY_DEMO_BANK_URL: source.bankUrl,
  CAUSEWAY_ERROR_DOCS_URL: ERROR_DOCS_URL,
});
const restoreInto = (place: Place, from: CheckedBackup = backup) =>
  restore(readConfig(settingsOf(place), folder), silentLog, from);
const countOrganizations = async ({ database }: Place) => (await database.sql`select 1 from organizations`).length;
const start = (place: Place) =>
  startSystem({ worker: false, database: place.database, dataDir: place.dataDir, settings: settingsOf(place) });

describe('a backup made while the service runs, restored elsewhere', () => {
  let place: Place;
  let restored: RunningSystem;
  let caller: Caller;

  beforeAll(async () => {
    place = await makePlace({ unmigrated: true });
    await restoreInto(place);
    restored = await start(place);
    caller = createCaller(restored.apiUrl, stream.caller.key);
  });
  afterAll(() => restored?.stop());

  it('gives every answer that was given before, digests included, to the same keys', async () => {
    const answers = await askEverything(createCaller(restored.apiUrl, quiet.live.key), stock);
    // But for the link that was open, of which below.
    const withoutLinks = ({ getConnectSession: _, listConnectSessions: __, ...others }: Record<string, unknown>) =>
      others;
    expect(withoutLinks(answers)).toEqual(withoutLinks(quietAnswers));
    expect(Object.keys(answers)).toContain('getAccountDigest');
  });

  it('lets nobody in by a session, an invitation or a link that may have ended or been used since', async () => {
    const { sql } = place.database;
    const countRows = async (from: Sql, table: string) => (await from`select from ${from(table)}`).length;
    for (const table of WAYS_IN)
      expect([table, await countRows(source.database.sql, table), await countRows(sql, table)]).toEqual([table, 1, 0]);
    expect([await countRows(sql, 'people'), await countRows(sql, 'members')]).toEqual([1, 1]);
    const path = { connectSessionId: stock.connectSessionId };
    const { revokedAt, ...rest } = await quiet.live.get<Schemas['ConnectSession']>('getConnectSession', { path });
    expect([rest.status, revokedAt]).toEqual(['open', null]);
    const link = await createCaller(restored.apiUrl, quiet.live.key).get('getConnectSession', { path });
    expect(link).toEqual({ ...rest, status: 'revoked', revokedAt: expect.any(String) });
  });

  it('holds of a stream that was written meanwhile what one moment held, no more and no less', async () => {
    const [row] = await place.database.sql<{ head: bigint }[]>`select head from stream_heads
      where organization_id = ${stream.organizationId} and environment = 'test'`;
    const head = Number(row?.head);
    expect(head).toBeGreaterThan(59);
    expect(head).toBeLessThan(written.length);
    const expected = new Map<string, string>();
    for (const { id, amount } of written.slice(0, head))
      if (amount === null) expected.delete(id);
      else expected.set(id, amount);
    const list = await caller.all<Transaction>('listTransactions');
    expect(new Map(list.map(({ id, amount }) => [id, amount]))).toEqual(expected);
  });

  it('lets a client that had caught up before go on from its cursor, without loss or double', async () => {
    const next = await follow(caller, { cursor: cursors.before });
    const list = await caller.all<Transaction>('listTransactions');
    expect([...mirror.values()].sort(byId)).toEqual(list.sort(byId));
    expect((await caller.get<Page>('syncTransactions', { query: { cursor: next } })).events).toEqual([]);
  });

  it('tells clients that have seen what is undone, or may have, to begin again', async () => {
    for (const cursor of [cursors.middle, cursors.after]) {
      const refusal = await caller.refusal('syncTransactions', { query: { cursor } });
      expect(refusal).toMatchObject({
        code: 'cursor_expired',
        message: expect.stringContaining('restored from a backup'),
      });
    }
    const queryOfEvents = { query: { cursor: cursors.events } };
    expect(await caller.refusal('streamEvents', queryOfEvents)).toMatchObject({ code: 'cursor_expired' });
    expect(await openEventCursor(caller)).not.toBe('');
    // Ids of transactions of the other server mean nothing here.
    expect(await place.database.sql`select distinct written_by from events`).toHaveLength(1);
    const fresh = await caller.get<Page>('syncTransactions');
    expect((await caller.get<Page>('syncTransactions', { query: { cursor: fresh.nextCursor } })).hasMore).toBe(false);
  });

  it('goes on where workers stopped: runs that waited are worked off, and the bank is synced', async () => {
    const again = createCaller(restored.apiUrl, demo.test.key);
    const worker = await startSyncing(restored.installation);
    try {
      const run = () =>
        createCaller(restored.apiUrl, quiet.live.key).get<Schemas['SyncRun']>('getSyncRun', {
          path: { connectionId: stock.connectionId, syncRunId: stock.syncRunId },
        });
      await eventually(
        run,
        ({ status }) => status !== 'queued' && status !== 'running',
        'the end of a run that waited',
      );
      const path = { connectionId: demoConnection.id };
      const requested = await eventually(
        () => again.call<Schemas['SyncRun']>('syncConnection', { path }),
        ({ status }) => status === 202,
        'the request of a sync',
      );
      const syncRunId = requested.body.id;
      await eventually(
        () => again.get<Schemas['SyncRun']>('getSyncRun', { path: { ...path, syncRunId } }),
        ({ status }) => status === 'succeeded',
        'a sync after the restore',
      );
    } finally {
      await worker.stop();
    }
  });

  it('can be backed up and restored once more', async () => {
    const { nextCursor } = await caller.get<Page>('syncTransactions');
    await backUp(restored.installation, {}, { folder: join(folder, 'second'), withMasterKey: false });
    const next = await makePlace();
    await restoreInto(next, await checkBackup(join(folder, 'second')));
    const system = await start(next);
    try {
      const ask = (cursor: string) =>
        createCaller(system.apiUrl, stream.caller.key).call<{ error?: { code: string } }>('syncTransactions', {
          query: { cursor },
        });
      expect((await ask(nextCursor)).status).toBe(200);
      expect((await ask(cursors.before)).status).toBe(200);
      expect((await ask(cursors.after)).body.error?.code).toBe('cursor_expired');
    } finally {
      await system.stop();
    }
  });
});

const byId = (a: Transaction, b: Transaction) => (a.id < b.id ? -1 : 1);

describe('a backup that is not what was written', () => {
  it('is refused for one changed byte or one missing file, wherever it is, and nothing is kept of it', async () => {
    const place = await makePlace();
    const files = await listFiles(backup.folder);
    const chosen = [
      'manifest.json',
      'manifest.sha256',
      'evidence.txt',
      'tables/transactions.copy.gz',
      files.find((file) => file.includes('/evidence/'))?.slice(backup.folder.length + 1) ?? '',
    ];
    for (const name of chosen) {
      const damaged = join(folder, 'damaged');
      for (const harm of ['change', 'remove'] as const) {
        await cp(backup.folder, damaged, { recursive: true });
        const bytes = await readFile(join(damaged, name));
        const at = Math.floor(bytes.length / 2);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        if (harm === 'change') await writeFile(join(damaged, name), bytes);
        else await rm(join(damaged, name));
        const tried = async () => {
          const checked = await checkBackup(damaged);
          await restoreInto(place, checked);
        };
        const message = await refusalOf(tried());
        expect([name, message]).toEqual([name, expect.stringMatching(/damaged|missing|no whole backup|no backup/)]);
        await rm(damaged, { recursive: true });
      }
    }
    expect(await countOrganizations(place)).toBe(0);
    await place.database.drop();
  });

  it('is found by a check that restores nothing', async () => {
    await checkContents(backup);
    const content = backup.contents[0]?.sha256 ?? '';
    const damaged = join(folder, 'for-check');
    await cp(backup.folder, damaged, { recursive: true });
    await writeFile(join(damaged, 'evidence', content.slice(0, 2), content.slice(2, 4), content), 'other bytes');
    expect(await refusalOf(checkBackup(damaged).then(checkContents))).toContain(content);
  });

  it('is refused when a newer release made it', async () => {
    const place = await makePlace();
    const migrations = [
      ...backup.manifest.migrations,
      { number: 999_999, name: '999999_later.sql', sha256: 'f'.repeat(64) },
    ];
    const newer = { ...backup, manifest: { ...backup.manifest, migrations } };
    expect(await refusalOf(restoreInto(place, newer))).toContain('999999_later.sql');
    const folderOfOther = join(folder, 'other-version');
    await cp(backup.folder, folderOfOther, { recursive: true });
    const { text, hash } = renderManifest({ ...backup.manifest, version: 2 as 1 }); // A version that does not exist yet.
    await writeFile(join(folderOfOther, 'manifest.json'), text);
    await writeFile(join(folderOfOther, 'manifest.sha256'), hash);
    expect(await refusalOf(checkBackup(folderOfOther))).toContain('version 2');
    await place.database.drop();
  });
});

describe('a restore', () => {
  it('is refused without the master key, with another one, and beside other sessions', async () => {
    const keyless = await makePlace({ withKey: false });
    expect(await refusalOf(restoreInto(keyless))).toContain('needs the master key');
    await writeFile(join(keyless.dataDir, 'master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`, {
      mode: 0o600,
    });
    expect(await refusalOf(restoreInto(keyless))).toContain('does not open');
    expect(await countOrganizations(keyless)).toBe(0);
    expect(await refusalOf(restoreInto(keyless))).toContain('other sessions');
    await keyless.database.drop();
    const sourcePlace = { database: source.database, dataDir: source.dataDir };
    expect(await refusalOf(restoreInto(sourcePlace))).toContain('other sessions');
  });

  it('that breaks off leaves nothing that looks whole and can be repeated, once only, without a key where the backup has it', async () => {
    const place = await makePlace({ withKey: false });
    const migrate = async () => undefined;
    const put = async () => {
      throw new Error('the disk is gone');
    };
    const target = {
      ...{ databaseUrl: place.database.url, dataDir: place.dataDir, migrate, evidence: { put } },
      migrationsDir: fileURLToPath(new URL('../../migrations', import.meta.url)),
      openMasterKeys: async () => null,
    };
    await expect(restoreBackup(backup, target)).rejects.toThrow('the disk is gone');
    // Here all rows were written, and the transaction did not end.
    let looks = 0;
    const openMasterKeys = async () => {
      looks += 1;
      if (looks === 2) throw new Error('the key service is gone');
      return { unwrap: async () => new Uint8Array(32) };
    };
    const late = restoreBackup({ ...backup, contents: [] }, { ...target, openMasterKeys });
    await expect(late).rejects.toThrow('the key service is gone');
    const folderWithKey = join(folder, 'with-key');
    const manifest = await backUp(source.installation, {}, { folder: folderWithKey, withMasterKey: true });
    expect(manifest.masterKey).toMatchObject({ path: 'master.key', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const withKey = await checkBackup(folderWithKey);
    const damaged = join(folder, 'with-damaged-key');
    await cp(folderWithKey, damaged, { recursive: true });
    await writeFile(join(damaged, 'master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`);
    expect(await refusalOf(checkBackup(damaged))).toContain('master.key has other bytes');
    expect(await refusalOf(restoreInto(place, { ...withKey, folder: damaged }))).toContain('master.key changed');
    await rm(join(damaged, 'master.key'));
    expect(await refusalOf(checkBackup(damaged))).toContain('master.key is missing');
    await restoreInto(place, withKey);
    expect(await readFile(join(place.dataDir, 'master.key'), 'utf8')).toBe(
      await readFile(join(source.dataDir, 'master.key'), 'utf8'),
    );
    expect(await refusalOf(restoreInto(place, withKey))).toContain('not empty');
    expect(await countOrganizations(place)).toBe(3);
    await place.database.drop();
  });
});

describe('a backup', () => {
  /** `causeway …` as an operator runs it beside the service. */
  function causeway(args: readonly string[], timeoutMs = 0, place: Place = source) {
    const env = { ...settingsOf(place), CAUSEWAY_CURSOR_KEY_NUMBER: '3', CAUSEWAY_OPERATOR: 'alice' };
    return runCommand(args, { cwd: folder, env, timeoutMs });
  }

  it('is made, checked and refused by command', async () => {
    const target = join(folder, 'by-command');
    const made = await causeway(['backup', target]);
    expect(made).toMatchObject({ code: 0, errors: '' });
    expect(made.output).toContain('The master key is not in it');
    const checked = await causeway(['restore', target, '--check', '--json']);
    expect(JSON.parse(checked.output)).toMatchObject({ restored: false, holdsMasterKey: false });
    const again = backUp(source.installation, {}, { folder: target, withMasterKey: false });
    expect(await refusalOf(again)).toContain('exists already');
    const actsIn = (sql: Sql) => sql<{ action: string; actorKind: string; actorId: string }[]>`
      select action, actor_kind, actor_id from audit_entries where target_type = 'installation'`;
    const by = { actorKind: 'operator', actorId: 'alice' };
    expect(await actsIn(source.database.sql)).toEqual([{ action: 'installation.back_up', ...by }]);
    const place = await makePlace();
    const restored = await causeway(['restore', target], 0, place);
    expect(restored).toMatchObject({ code: 0, errors: '' });
    expect(restored.output).toMatch(
      /^CAUSEWAY_CURSOR_KEY_NUMBER must not be lower than 3, or the cursors of all clients/m,
    );
    expect(await actsIn(place.database.sql)).toEqual([{ action: 'installation.restore', ...by }]);
    await place.database.drop();
  });

  it('without the master key reveals no secret, whatever it is packed in', async () => {
    const places: Record<string, string> = {};
    for (const file of await listFiles(backup.folder)) {
      const bytes = await readFile(file);
      places[file] = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    }
    const [masterKey = ''] = (await readFile(join(source.dataDir, 'master.key'), 'utf8')).split('\n');
    for (const secret of [demoConnection.password, demo.test.key.split('_').at(-1) ?? '', masterKey])
      expect(findSecret(places, secret)).toEqual([]);
    // That the search finds what is there.
    expect(findSecret(places, demoConnection.username)).not.toEqual([]);
  });

  it('that breaks off never has the name of a whole one', async () => {
    const target = join(folder, 'broken-off');
    const evidence = {
      open: async () => {
        throw new Error('the disk is gone');
      },
    };
    const parts = { databaseUrl: source.database.url, evidence, version: '0', settings: {}, masterKeyFile: null };
    await expect(writeBackup(parts, target)).rejects.toThrow('the disk is gone');
    expect((await readdir(folder)).filter((name) => name.includes('broken-off'))).toEqual([]);
    // A killed process takes nothing away: what it leaves has no manifest and another name.
    const unfinished = join(folder, '.broken-off.unfinished-1');
    await mkdir(join(unfinished, 'tables'), { recursive: true });
    expect(await refusalOf(checkBackup(unfinished))).toContain('no whole backup');
  });

  it('of a database that is being migrated holds every row, and the tables that were made meanwhile', async () => {
    const place = await makePlace();
    const { sql } = place.database;
    await sql`create table rewritten as select 1::int as n from generate_series(1, 3)`;
    const parts = { databaseUrl: place.database.url, evidence: source.installation.evidence, version: '0' };
    const target = join(folder, 'migrated-meanwhile');
    let writing: Promise<BackupManifest> | undefined;
    await sql.begin(async (migration) => {
      await migration`alter table rewritten alter column n type bigint`;
      await migration`create table made_meanwhile as select 1 as n`;
      writing = writeBackup({ ...parts, settings: {}, masterKeyFile: null }, target);
      await eventually(
        () => sql`select 1 from pg_stat_activity
          where datname = current_database() and application_name = 'causeway backup' and wait_event_type = 'Lock'`,
        (waiting) => waiting.length > 0,
        'the backup to wait for the migration',
      );
    });
    const manifest = await writing;
    const rows = new Map(manifest?.tables.map(({ table, rows }) => [table, rows]));
    expect([rows.get('rewritten'), rows.get('made_meanwhile')]).toEqual([3, 1]);
    await place.database.drop();
  });

  it('with the master key is given up where that key does not open what was copied', async () => {
    const other = join(folder, 'other.key');
    await writeFile(other, `${Buffer.alloc(32, 9).toString('base64')}\n`, { mode: 0o600 });
    const parts = { databaseUrl: source.database.url, evidence: source.installation.evidence, version: '0' };
    const made = writeBackup({ ...parts, settings: {}, masterKeyFile: other }, join(folder, 'with-other-key'));
    expect(await refusalOf(made)).toContain('The master key was changed while the backup was made; make it again');
    expect((await readdir(folder)).filter((name) => name.includes('with-other-key'))).toEqual([]);
  });

  it('keeps settings that matter and none that is secret', async () => {
    const settings = {
      CAUSEWAY_CURSOR_KEY_NUMBER: '3',
      CAUSEWAY_SMS_SECRET: 'canary-of-a-setting',
      CAUSEWAY_MASTER_KEY: 'canary-of-a-setting',
      DATABASE_URL: 'canary-of-a-setting',
    };
    const manifest = await backUp(source.installation, settings, {
      folder: join(folder, 'settings'),
      withMasterKey: false,
    });
    expect(manifest.settings).toEqual({ CAUSEWAY_CURSOR_KEY_NUMBER: '3' });
  });

  it('is of tables that numbers of sequences play no part in', async () => {
    expect(await source.database.sql`select 1 from pg_sequences where schemaname = 'public'`).toHaveLength(0);
  });
});

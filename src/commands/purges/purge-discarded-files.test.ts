import { beforeAll, beforeEach, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import { insertSyncRun } from '../../store/connections/sync-runs.ts';
import { keepInQuarantine, markDiscarded } from '../../store/files/quarantined-files.ts';
import { DISCARDED_LIFE_MS, purgeDiscardedFiles } from './purge-discarded-files.ts';

const NOW_MS = Date.parse('2026-11-20T06:00:00Z');
const daysAgo = (days: number) => instantFromMs(NOW_MS - days * 86_400_000);
const LONG_AGO = 91;

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;
let removed: [string, number][];

beforeAll(() => {
  parts = createCommandParts(database.sql);
});
beforeEach(async () => {
  removed = [];
  await database.sql`delete from quarantined_files`;
});

/** A file that a failed upload left in quarantine, discarded so many days ago or still open. */
async function quarantine(sha256: string, discardedDaysAgo: number | null, runStatus = 'failed') {
  const tenant = await createTenant(parts);
  const connectionId = await createActiveConnection(parts, tenant);
  const at: Instant = daysAgo(200);
  const id = parts.newId();
  const syncRunId = parts.newId();
  const file = { fileName: 'a.bai', fileSizeBytes: 3n, fileAccountId: null, fileFormatHint: null };
  await insertSyncRun(database.sql, {
    ...tenant,
    connectionId,
    id: syncRunId,
    trigger: 'upload',
    createdAt: at,
    file: { ...file, fileSha256: sha256, fileOrigin: 'upload', fileSourceId: null, fileKnowledge: null },
  });
  await database.sql`update sync_runs set status = ${runStatus} where id = ${syncRunId}`;
  await keepInQuarantine(database.sql, {
    ...tenant,
    ...file,
    id,
    connectionId,
    origin: 'upload',
    fileSourceId: null,
    fileFormat: null,
    fileSha256: sha256,
    problems: [],
    knowledge: {},
    receivedAt: at,
    syncRunId,
  });
  if (discardedDaysAgo !== null) await markDiscarded(database.sql, { ...tenant, id }, 'key', daysAgo(discardedDaysAgo));
  return id;
}

function purge(): Promise<number> {
  return purgeDiscardedFiles({
    sql: database.sql,
    nowMs: () => NOW_MS,
    removeEvidence: async (sha256, storedBeforeMs) => {
      removed.push([sha256, storedBeforeMs]);
      return true;
    },
  });
}

const leftIds = async () =>
  (await database.sql<{ id: string }[]>`select id from quarantined_files order by id`).map(({ id }) => id);

it('forgets what was discarded long ago with its bytes, and nothing else', async () => {
  await quarantine('old', LONG_AGO);
  const young = await quarantine('young', DISCARDED_LIFE_MS / 86_400_000 - 1);
  const open = await quarantine('open', null);
  expect(await purge()).toBe(1);
  expect(await leftIds()).toEqual([young, open].sort());
  expect(removed).toEqual([['old', NOW_MS - 86_400_000]]);
  expect(await purge()).toBe(0);
});

it.each([
  ['is open elsewhere', () => quarantine('shared', null)],
  ['was discarded elsewhere lately', () => quarantine('shared', 5)],
  ['was taken in elsewhere', () => quarantine('shared', 5, 'succeeded')],
  ['is being read elsewhere', () => quarantine('shared', 5, 'running')],
])('keeps bytes of which the same content %s', async (_case, another) => {
  await quarantine('shared', LONG_AGO);
  const other = await another();
  expect(await purge()).toBe(1);
  expect([await leftIds(), removed]).toEqual([[other], []]);
});

it('keeps bytes of which a part was taken in before the rest was discarded', async () => {
  await quarantine('part', LONG_AGO, 'partial');
  expect([await purge(), removed]).toEqual([1, []]);
});

it('takes a hundred at a time', async () => {
  for (let index = 0; index < 101; index += 1) await quarantine(`many-${index}`, LONG_AGO);
  expect([await purge(), await purge(), await purge()]).toEqual([100, 1, 0]);
  expect(new Set(removed.map(([sha256]) => sha256)).size).toBe(101);
});

import { beforeAll, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { insertSyncRunSteps, listSyncRunSteps } from '../../store/connections/sync-run-steps.ts';
import { insertSyncRun } from '../../store/connections/sync-runs.ts';
import { purgeTimelines, TIMELINE_LIFE_MS } from './purge-timelines.ts';

const NOW_MS = Date.parse('2026-11-20T06:00:00Z');
const DAY_MS = 86_400_000;

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

/** A run with one step for each screenshot, recorded so long ago. */
async function recordRun(ageMs: number, screenshots: readonly (string | null)[]) {
  const tenant = await createTenant(parts);
  const connectionId = await createActiveConnection(parts, tenant);
  const id = parts.newId();
  const createdAt = instantFromMs(NOW_MS - ageMs);
  await insertSyncRun(database.sql, { ...tenant, connectionId, id, trigger: 'schedule', createdAt, file: null });
  const steps = screenshots.map((screenshotSha256) => ({
    id: parts.newId(),
    name: 'open the portal',
    outcome: 'failed' as const,
    detail: null,
    durationMs: 1,
    screenshotSha256,
  }));
  await insertSyncRunSteps(database.sql, tenant.organizationId, id, steps);
  await database.sql`update sync_run_steps set recorded_at = ${createdAt} where sync_run_id = ${id}`;
  return async () =>
    (await listSyncRunSteps(database.sql, tenant, id, { limit: 10, after: null })).map((row) => row.screenshotSha256);
}

it('old timelines go with the pictures that no younger one shows', async () => {
  const removed: [string, number][] = [];
  const old = await recordRun(TIMELINE_LIFE_MS + DAY_MS, ['a'.repeat(64), null, 'b'.repeat(64)]);
  const young = await recordRun(TIMELINE_LIFE_MS - DAY_MS, ['b'.repeat(64), 'c'.repeat(64)]);
  const purge = () =>
    purgeTimelines({
      sql: database.sql,
      nowMs: () => NOW_MS,
      removeEvidence: async (...content) => {
        removed.push(content);
        return true;
      },
    });
  expect(await purge()).toBe(3);
  expect(removed).toEqual([['a'.repeat(64), NOW_MS - TIMELINE_LIFE_MS]]);
  expect(await old()).toEqual([]);
  expect(await young()).toEqual(['b'.repeat(64), 'c'.repeat(64)]);
  expect(await purge()).toBe(0);
});

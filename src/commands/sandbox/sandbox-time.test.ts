import { describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import type { Instant } from '../../domain/values/instant.ts';
import { findConnection, updateNextSync } from '../../store/connections/connections.ts';
import { findSyncRun } from '../../store/connections/sync-runs.ts';
import { findAheadMs } from '../../store/tenants/sandbox-clocks.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { queueDueSyncs } from '../connections/queue-due-syncs.ts';
import { advanceSandboxClock } from './advance-sandbox-clock.ts';

const NOW = '2026-11-20T06:00:00.000Z';
const TOMORROW = '2026-11-21T06:00:00.000Z';
const DAY_MS = 86_400_000;

const database = stageDatabase();
const stage = stageTenant(database);

const advance = (target: { days: number } | { until: Instant }) =>
  advanceSandboxClock(stage.parts, stage.tenant.organizationId, target);

async function due(place: Tenant & { readonly entityId: string }, at: Instant | null): Promise<string> {
  const id = await createActiveConnection(stage.parts, place);
  await updateNextSync(database.sql, place, id, at);
  return id;
}

describe('the clock of a test environment', () => {
  it('stands at real time until it is moved, and then runs on with it', async () => {
    expect(await stage.parts.now(stage.tenant)).toBe(NOW);
    expect(await advance({ days: 1 })).toEqual({
      ok: true,
      value: { now: TOMORROW, previousNow: NOW, aheadMs: DAY_MS, syncRunIds: [] },
    });
    stage.parts.clock.nowMs += 1_000;
    expect(await stage.parts.now(stage.tenant)).toBe('2026-11-21T06:00:01.000Z');
    expect(await stage.parts.now({ ...stage.tenant, environment: 'live' })).toBe('2026-11-20T06:00:01.000Z');
    expect(await stage.parts.now(await createTenant(stage.parts))).toBe('2026-11-20T06:00:01.000Z');
  });

  it('goes to a moment in any notation of its time zone', async () => {
    const moved = await advance({ until: '2026-11-21T08:00:00+02:00' });
    expect(moved).toMatchObject({ ok: true, value: { now: TOMORROW, previousNow: NOW } });
    expect(await findAheadMs(database.sql, stage.tenant.organizationId)).toBe(DAY_MS);
  });

  it('adds up what is asked at the same time', async () => {
    await Promise.all([advance({ days: 1 }), advance({ days: 2 }), advance({ days: 3 })]);
    expect(await findAheadMs(database.sql, stage.tenant.organizationId)).toBe(6 * DAY_MS);
  });

  it.each([
    ['a moment that is past', { until: '2026-11-19T00:00:00.000Z' }, 'until'],
    ['the present', { until: NOW }, 'until'],
    ['the ninth millennium', { until: '9000-01-01T00:00:00.000Z' }, 'until'],
    ['as many days', { days: 2_600_000 }, 'days'],
  ])('never goes to %s', async (_what, target, field) => {
    expect(await advance(target)).toMatchObject({
      ok: false,
      refusal: { code: 'validation_error', details: [{ location: 'body', field }] },
    });
    expect(await findAheadMs(database.sql, stage.tenant.organizationId)).toBe(0);
  });
});

describe('syncs that are due', () => {
  it('are queued by a jump of the clock, in virtual time, and those of nobody else', async () => {
    const soon = await due(stage.tenant, '2026-11-20T18:00:00.000Z');
    const later = await due(stage.tenant, '2026-11-23T00:00:00.000Z');
    const live = { ...stage.tenant, environment: 'live' as const };
    const real = await due(live, '2026-11-20T18:00:00.000Z');
    const stranger = await createTenant(stage.parts);
    const foreign = await due(stranger, '2026-11-20T00:00:00.000Z');
    const moved = await advance({ days: 1 });
    if (!moved.ok) throw new Error(moved.refusal.message);
    const [runId, ...others] = moved.value.syncRunIds;
    expect(others).toEqual([]);
    expect(await findSyncRun(database.sql, stage.tenant, soon, runId ?? '')).toMatchObject({
      trigger: 'schedule',
      status: 'queued',
      createdAt: TOMORROW,
    });
    expect((await findConnection(database.sql, stage.tenant, soon))?.nextSyncAt).toBeNull();
    expect((await findConnection(database.sql, stage.tenant, later))?.nextSyncAt).toBe('2026-11-23T00:00:00.000Z');
    expect((await findConnection(database.sql, live, real))?.nextSyncAt).toBe('2026-11-20T18:00:00.000Z');
    expect((await findConnection(database.sql, stranger, foreign))?.nextSyncAt).toBe('2026-11-20T00:00:00.000Z');
  });

  it('are queued once, however many processes look at once and however many are due', async () => {
    for (let index = 0; index < 120; index += 1) await due(stage.tenant, NOW);
    const found = await Promise.all([1, 2, 3].map(() => queueDueSyncs(stage.parts, stage.tenant.organizationId)));
    const ids = found.flat();
    expect(new Set(ids).size).toBe(120);
    expect(ids).toHaveLength(120);
    expect(await queueDueSyncs(stage.parts, stage.tenant.organizationId)).toEqual([]);
  });

  it('are all told by the jump that made them due, whoever else looks at the same moment', async () => {
    for (let index = 0; index < 20; index += 1) await due(stage.tenant, '2026-11-20T18:00:00.000Z');
    const jump = advance({ days: 1 });
    const found: string[] = [];
    let over = false;
    const look = async () => {
      while (!over) found.push(...(await queueDueSyncs(stage.parts, stage.tenant.organizationId)));
    };
    const watching = look();
    const moved = await jump;
    over = true;
    await watching;
    if (!moved.ok) throw new Error(moved.refusal.message);
    expect(found).toEqual([]);
    expect(moved.value.syncRunIds).toHaveLength(20);
  });

  it('of all organizations are found by one look', async () => {
    const stranger = await createTenant(stage.parts);
    const ids = [await due(stage.tenant, NOW), await due(stranger, NOW)];
    expect((await queueDueSyncs(stage.parts)).length).toBeGreaterThanOrEqual(2);
    for (const [place, id] of [[stage.tenant, ids[0]] as const, [stranger, ids[1]] as const])
      expect((await findConnection(database.sql, place, id ?? ''))?.nextSyncAt).toBeNull();
  });
});

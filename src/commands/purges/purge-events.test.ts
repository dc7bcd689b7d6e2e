import { beforeAll, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { countRows, createTenant } from '../../../test/support/records/ledger.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { type EventRow, insertEvents } from '../../store/events/events.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { createWebhook } from '../webhooks/create-webhook.ts';
import { purgeEvents } from './purge-events.ts';

const DAY_MS = 86_400_000;

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

async function announce(tenant: Tenant): Promise<EventRow> {
  const event = { id: parts.newId(), type: 'account.updated', data: {}, createdAt: await parts.now(tenant) } as const;
  await insertEvents(database.sql, tenant, [event]);
  return event;
}

it('forgets events and deliveries after thirty days, not before, and events with their last delivery', async () => {
  const [heard, unheard] = [await createTenant(parts, 'live'), await createTenant(parts, 'live')];
  const given = { url: 'https://receiver.example', events: ['account.updated'] };
  await createWebhook({ ...parts, findUrlProblem: () => null }, heard, given);
  await announce(heard);
  await announce(unheard);
  parts.clock.nowMs += 20 * DAY_MS;
  const young = [await announce(heard), await announce(unheard)];
  const kept = async () => [...(await listEvents(database.sql, heard)), ...(await listEvents(database.sql, unheard))];
  parts.clock.nowMs += 10 * DAY_MS;
  expect(await purgeEvents(parts)).toBe(0);
  expect(await kept()).toHaveLength(4);
  parts.clock.nowMs += 1;
  expect(await purgeEvents(parts)).toBe(2);
  expect((await kept()).map(({ id }) => id).sort()).toEqual(young.map(({ id }) => id).sort());
  expect(await countRows(database.sql, 'webhook_deliveries', heard.organizationId)).toBe(1);
});

it('keeps to virtual time in a test environment, and keeps what a delivery still needs', async () => {
  const tenant = await createTenant(parts, 'test');
  const given = { url: 'https://receiver.example', events: ['account.updated'] };
  await announce(tenant);
  await createWebhook({ ...parts, findUrlProblem: () => null }, tenant, given);
  const delivered = await announce(tenant);
  await database.sql`insert into sandbox_clocks (organization_id, ahead_ms) values (${tenant.organizationId}, ${31 * DAY_MS})
    on conflict (organization_id) do update set ahead_ms = excluded.ahead_ms`;
  expect(await purgeEvents(parts)).toBe(1);
  expect((await listEvents(database.sql, tenant)).map(({ id }) => id)).toEqual([delivered.id]);
});

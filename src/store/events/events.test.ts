import { beforeAll, expect, it } from 'vitest';
import { untilBlockedBy } from '../../../test/support/database/held-transaction.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { countRows, createTenant } from '../../../test/support/records/ledger.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { createWebhook } from '../../commands/webhooks/create-webhook.ts';
import { type EventRow, insertEvents } from './events.ts';
import { deleteWebhook } from './webhooks.ts';

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

function newEvent(number: number): EventRow {
  const data = { number, text: 'quote " and \\ and \u{1F370}', nothing: null };
  return { id: parts.newId(), type: 'account.updated', createdAt: '2026-11-20T06:00:00.123Z', data };
}

it('keeps events as they are, in order, for their tenant only', async () => {
  const tenant = await createTenant(parts);
  const events = [newEvent(1), newEvent(2), newEvent(3)];
  await insertEvents(
    database.sql,
    tenant,
    [events[1], events[0], events[2]].filter((event) => event !== undefined),
  );
  expect(await listEvents(database.sql, tenant)).toEqual(events);
  expect(await listEvents(database.sql, { ...tenant, environment: 'live' })).toEqual([]);
  expect(await listEvents(database.sql, await createTenant(parts))).toEqual([]);
});

it('has an event exactly when the transaction that caused it commits', async () => {
  const tenant = await createTenant(parts);
  const failed = database.sql.begin(async (db) => {
    await insertEvents(db, tenant, [newEvent(1)]);
    throw new Error('on purpose');
  });
  await expect(failed).rejects.toThrow('on purpose');
  expect(await listEvents(database.sql, tenant)).toEqual([]);
});

it('makes no delivery to a registration that is deleted at the same moment, and is not held up by it', async () => {
  const tenant = await createTenant(parts);
  const given = { url: 'https://receiver.example', events: ['account.updated'] };
  const created = await createWebhook({ ...parts, findUrlProblem: () => null }, tenant, given);
  if (!created.ok) throw new Error(created.refusal.message);
  const event = newEvent(1);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const deleting = database.sql.begin(async (db) => {
    await deleteWebhook(db, tenant, created.value.webhook.id);
    const [backend] = await db<{ pid: number }[]>`select pg_backend_pid() as pid`;
    begin();
    await untilBlockedBy(database.sql, backend?.pid ?? 0);
  });
  await begun;
  await Promise.all([deleting, insertEvents(database.sql, tenant, [event])]);
  expect(await listEvents(database.sql, tenant)).toEqual([event]);
  expect(await countRows(database.sql, 'webhook_deliveries', tenant.organizationId)).toBe(0);
});

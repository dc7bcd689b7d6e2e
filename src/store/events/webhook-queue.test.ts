import { beforeAll, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createTenant } from '../../../test/support/records/ledger.ts';
import { createWebhook } from '../../commands/webhooks/create-webhook.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { insertEvents } from './events.ts';
import { listDeliveries } from './webhook-deliveries.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type EndedAttempt,
  listWaitingReceivers,
  recordAttempts,
  returnDeliveries,
} from './webhook-queue.ts';
import { findWebhook } from './webhooks.ts';

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

interface Queue {
  readonly tenant: Tenant;
  readonly webhookId: string;
}

/** A registration for which that many deliveries wait. */
async function fill(count: number): Promise<Queue> {
  const tenant = await createTenant(parts);
  const given = { url: 'https://receiver.example', events: ['account.updated'] };
  const created = await createWebhook({ ...parts, findUrlProblem: () => null }, tenant, given);
  if (!created.ok) throw new Error(created.refusal.message);
  const events = Array.from({ length: count }, () => {
    const base = { type: 'account.updated', data: {}, createdAt: '2026-11-20T06:00:00.000Z' } as const;
    return { ...base, id: parts.newId() };
  });
  await insertEvents(database.sql, tenant, events);
  return { tenant, webhookId: created.value.webhook.id };
}

const claim = ({ tenant, webhookId }: Queue, count: number, leaseMs = 60_000) =>
  claimDeliveries(database.sql, [{ organizationId: tenant.organizationId, webhookId, count }], leaseMs);

const record = (ended: readonly EndedAttempt[]) => database.sql.begin((db) => recordAttempts(db, ended));

async function look({ tenant, webhookId }: Queue) {
  const webhook = await findWebhook(database.sql, tenant, webhookId);
  if (webhook === null) throw new Error('no such webhook');
  return listDeliveries(database.sql, webhook, { status: null, eventId: null }, { limit: 100, after: null });
}

function endOf(
  { organizationId, webhookId, deliveryId, dueAt, number }: ClaimedDelivery,
  isTaken: boolean,
): EndedAttempt {
  return {
    ...{ organizationId, webhookId, deliveryId, dueAt, number, isTaken },
    ...{ attemptedAt: '2026-11-20T06:00:01.000Z', url: 'https://receiver.example', durationMs: 5, error: null },
    ...{ responseStatus: isTaken ? 200 : 500, responseBody: null, retryInMs: isTaken ? null : 5_000 },
  };
}

describe('claims', () => {
  it('of many senders at once never take the same delivery, and leave none', async () => {
    const queue = await fill(60);
    const claimed = (await Promise.all(Array.from({ length: 6 }, () => claim(queue, 10)))).flat();
    const ids = claimed.map(({ deliveryId }) => deliveryId);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claim(queue, 100);
    expect(ids.length + rest.length).toBe(60);
    expect(await claim(queue, 100)).toEqual([]);
  });

  it('take the oldest first, and give them back when a sender does not come back', async () => {
    const queue = await fill(5);
    const eventIds = (await look(queue)).map(({ eventId }) => eventId).toReversed();
    const first = await claim(queue, 2, 0);
    expect(first.map(({ eventId, number }) => [eventId, number])).toEqual(eventIds.slice(0, 2).map((id) => [id, 1]));
    const second = await claim(queue, 5);
    expect(second.map(({ number }) => number).sort()).toEqual([1, 1, 1, 2, 2]);
  });

  it('that were not attempted are there again at once, unless another sender has them', async () => {
    const queue = await fill(1);
    const lost = await claim(queue, 1, 0);
    const held = await claim(queue, 1);
    await returnDeliveries(database.sql, lost);
    expect(await claim(queue, 1)).toEqual([]);
    await returnDeliveries(database.sql, held);
    expect(await claim(queue, 1)).toHaveLength(1);
  });

  it('pass over registrations that are switched off', async () => {
    const queue = await fill(1);
    await database.sql`update webhooks set active = false where id = ${queue.webhookId}`;
    expect(await claim(queue, 1)).toEqual([]);
    const waiting = await listWaitingReceivers(database.sql);
    expect(waiting.map(({ webhookId }) => webhookId)).not.toContain(queue.webhookId);
  });
});

describe('attempts', () => {
  it('that are written twice count once', async () => {
    const queue = await fill(1);
    const [delivery] = await claim(queue, 1);
    if (delivery === undefined) throw new Error('nothing was claimed');
    for (let times = 0; times < 2; times += 1) await record([endOf(delivery, false)]);
    const [row] = await database.sql<{ failures: number }[]>`select failures from webhook_queue
      where delivery_id = ${delivery.deliveryId}`;
    expect(row?.failures).toBe(1);
    expect(await look(queue)).toMatchObject([{ status: 'pending', attempts: [{ responseStatus: 500 }] }]);
  });

  it('of a sender that was taken for dead change nothing when they failed, and count when they succeeded', async () => {
    const queue = await fill(2);
    const late = await claim(queue, 2, 0);
    const present = await claim(queue, 2);
    const [failed, succeeded] = late;
    if (failed === undefined || succeeded === undefined) throw new Error('too few were claimed');
    await record([endOf(failed, false), endOf(succeeded, true)]);
    const statusOf = async (id: string) => (await look(queue)).find((each) => each.id === id)?.status;
    expect(await statusOf(failed.deliveryId)).toBe('pending');
    expect(await statusOf(succeeded.deliveryId)).toBe('succeeded');
    // The other one's failure comes too late to undo a success.
    await record(present.map((delivery) => endOf(delivery, false)));
    expect(await statusOf(succeeded.deliveryId)).toBe('succeeded');
    expect((await look(queue)).flatMap(({ attempts }) => attempts)).toHaveLength(4);
  });

  it('of deliveries that were deleted meanwhile are left out, and the others are written', async () => {
    const [kept, gone] = [await fill(1), await fill(1)];
    const claimed = [...(await claim(kept, 1)), ...(await claim(gone, 1))];
    await database.sql`delete from webhooks where id = ${gone.webhookId}`;
    await record(claimed.map((delivery) => endOf(delivery, true)));
    expect(await look(kept)).toMatchObject([{ status: 'succeeded' }]);
  });
});

it('what waits is found receiver by receiver, with the time until its first is due', async () => {
  const [due, later] = [await fill(300), await fill(2)];
  await database.sql`update webhook_queue set due_at = now() + interval '1 hour'
    where webhook_id = ${later.webhookId}`;
  const waiting = new Map((await listWaitingReceivers(database.sql)).map((each) => [each.webhookId, each.dueInMs]));
  expect(waiting.get(due.webhookId)).toBeLessThanOrEqual(0);
  expect(Math.abs((waiting.get(later.webhookId) ?? 0) - 3_600_000)).toBeLessThan(30_000);
});

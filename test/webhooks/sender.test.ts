import { createHmac } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyWebhook } from '../../packages/client/src/webhooks/verify-webhook.ts';
import { retryDelivery } from '../../src/commands/webhooks/retry-delivery.ts';
import { rotateWebhookSecret } from '../../src/commands/webhooks/rotate-webhook-secret.ts';
import { updateWebhook } from '../../src/commands/webhooks/update-webhook.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import { listDeliveries } from '../../src/store/events/webhook-deliveries.ts';
import { findWebhook } from '../../src/store/events/webhooks.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type Answer, accept, answerWith, type ReceivedDelivery } from '../support/system/webhook-receiver.ts';
import { type Registered, type SenderStage, startStage } from './sender-stage.ts';

let stage: SenderStage;

beforeAll(async () => {
  stage = await startStage();
  await stage.startSender();
});
afterAll(() => stage?.stop());

const at = (path: string) => stage.receiver.received.filter((delivery) => delivery.path === path);
const idsAt = (path: string) => at(path).map(({ id }) => id);

async function deliveriesOf({ tenant, id }: Registered) {
  const webhook = await findWebhook(stage.database.sql, tenant, id);
  if (webhook === null) throw new Error('no such webhook');
  const page = { limit: 100, after: null };
  return (await listDeliveries(stage.database.sql, webhook, { status: null, eventId: null }, page)).toReversed();
}

/** When the latest attempt of a delivery was made. */
const lastAttemptMs = (delivery: Awaited<ReturnType<typeof deliveriesOf>>[number] | undefined) =>
  Math.max(...(delivery?.attempts ?? []).map(({ attemptedAt }) => Date.parse(attemptedAt)));

const settled = (registered: Registered, status: string) => async () =>
  (await deliveriesOf(registered)).every((delivery) => delivery.status === status);

describe('a delivery', () => {
  it('goes out with the commit, to those who want its type in its environment only, signed in both schemes', async () => {
    const tenant = await stage.createTenant();
    const wanted = await stage.register(tenant, '/wanted');
    await stage.register(tenant, '/other-type', ['test']);
    await stage.register({ ...tenant, environment: 'test' }, '/other-environment');
    await stage.register(await stage.createTenant(), '/other-organization');
    const [id = ''] = await stage.announce(tenant, 1);
    await stage.receiver.until(settled(wanted, 'succeeded'), 'the delivery');
    const [delivery] = at('/wanted');
    expect(delivery?.id).toBe(eventIdOf(id));
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ id: eventIdOf(id), type: 'account.updated' });
    await expectSigned(delivery, [wanted.secret]);
    for (const path of ['/other-type', '/other-environment', '/other-organization']) expect(at(path)).toEqual([]);
    expect(await deliveriesOf(wanted)).toMatchObject([
      {
        status: 'succeeded',
        nextAttemptAt: null,
        attempts: [{ responseStatus: 204, responseBody: null, error: null }],
      },
    ]);
  });

  it('does not exist when the transaction of its event fails', async () => {
    const tenant = await stage.createTenant();
    const registered = await stage.register(tenant, '/rolled-back');
    const failed = stage.database.sql.begin(async (db) => {
      await insertEvents(db, tenant, [stage.newEvent()]);
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    const [kept = ''] = await stage.announce(tenant, 1);
    await stage.receiver.until(settled(registered, 'succeeded'), 'the other delivery');
    expect(idsAt('/rolled-back')).toEqual([eventIdOf(kept)]);
  });

  it('is signed with the old and the new secret during the overlap, then with the new one alone', async () => {
    const tenant = await stage.createTenant();
    const registered = await stage.register(tenant, '/rotated');
    const rotated = await rotateWebhookSecret(stage.parts, tenant, registered.id, 3_600);
    if (!rotated.ok) throw new Error(rotated.refusal.message);
    await stage.announce(tenant, 1);
    await stage.receiver.until(() => at('/rotated').length === 1, 'the first');
    await expectSigned(at('/rotated')[0], [registered.secret, rotated.value.secret]);
    // Before its end is written it would be taken up again when its lease has passed.
    await stage.receiver.until(settled(registered, 'succeeded'), 'its end');
    await stage.letTimePass(3_600_000);
    await stage.announce(tenant, 1);
    await stage.receiver.until(() => at('/rotated').length === 2, 'the second');
    await expectSigned(at('/rotated')[1], [rotated.value.secret]);
    const stale = {
      secrets: registered.secret,
      headers: at('/rotated')[1]?.headers ?? {},
      body: at('/rotated')[1]?.body ?? '',
    };
    expect(await verifyWebhook(stale)).toEqual({ valid: false, reason: 'wrong_signature' });
  });
});

/** Held against our own client, two foreign packages, and the scheme's own words. */
async function expectSigned(delivery: ReceivedDelivery | undefined, secrets: readonly string[]): Promise<void> {
  const { headers, body } = delivery ?? { headers: {} as Record<string, string>, body: '' };
  const event = JSON.parse(body);
  const waycore = (headers['waycore-signature'] ?? '').split(',');
  expect(waycore).toHaveLength(1 + secrets.length);
  for (const secret of secrets) {
    for (const scheme of ['waycore-signature', 'webhook-']) {
      const own = Object.entries(headers).filter(([name]) => name.startsWith(scheme));
      expect(await verifyWebhook({ secrets: secret, headers: Object.fromEntries(own), body })).toEqual({
        valid: true,
        event,
      });
    }
    expect(new StandardWebhook(secret).verify(body, headers)).toEqual(event);
    expect(new SvixWebhook(secret).verify(body, headers)).toEqual(event);
    const v1 = createHmac('sha256', secret).update(`${headers['webhook-timestamp']}.${body}`).digest('hex');
    expect(waycore).toContain(`v1=${v1}`);
  }
}

describe('a receiver', () => {
  it('that fails is asked again by the schedule, eight times in all, while others have theirs at once', async () => {
    const tenant = await stage.createTenant();
    const failing = await stage.register(tenant, '/failing');
    const healthy = await stage.register(tenant, '/healthy');
    stage.receiver.answer('/failing', answerWith(500, {}, 'not \u0000 now'));
    await stage.announce(tenant, 1);
    const minutes = [5 / 60, 5, 30, 120, 300, 600, 600];
    // The first wait is short: on a machine that is held up, the second attempt may have been made before anybody looked.
    for (let made = 0; made < minutes.length; ) {
      const attempts = async () => (await deliveriesOf(failing))[0]?.attempts.length ?? 0;
      await stage.receiver.until(async () => (await attempts()) > made, 'an attempt');
      const [delivery] = await deliveriesOf(failing);
      made = delivery?.attempts.length ?? 0;
      if (made > minutes.length) break;
      const waitMs = (minutes[made - 1] ?? 0) * 60_000;
      const plannedMs = Date.parse(delivery?.nextAttemptAt ?? '') - lastAttemptMs(delivery);
      expect(plannedMs).toBeGreaterThanOrEqual(waitMs);
      // It counts from when the attempt was written down.
      expect(plannedMs).toBeLessThan(waitMs + 60_000);
      await stage.letTimePass(waitMs);
    }
    await stage.receiver.until(settled(failing, 'failed'), 'the end');
    const [delivery] = await deliveriesOf(failing);
    expect(delivery).toMatchObject({ nextAttemptAt: null });
    expect(delivery?.attempts).toHaveLength(8);
    expect(delivery?.attempts[0]).toMatchObject({ responseStatus: 500, responseBody: 'not \uFFFD now', error: null });
    expect(new Set(idsAt('/failing')).size).toBe(1);
    expect(await settled(healthy, 'succeeded')()).toBe(true);
    expect(at('/healthy')).toHaveLength(1);
  });

  it('that answers with anything but 2xx, or not to the end, is asked again, and no redirect is followed', async () => {
    const tenant = await stage.createTenant();
    const { receiver } = stage;
    const cut: Answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('thank y');
      setImmediate(() => response.destroy());
    };
    const failures: readonly [string, Answer, object][] = [
      ['/gone', answerWith(410), { responseStatus: 410, error: null }],
      ['/moved', answerWith(307, { location: `${receiver.url}/elsewhere` }), { responseStatus: 307, error: null }],
      ['/refusing', (response) => response.destroy(), { responseStatus: null, error: expect.any(String) }],
      ['/lying', cut, { responseStatus: null, error: expect.any(String) }],
    ];
    const registered = new Map<string, Registered>();
    for (const [path, answer] of failures) {
      receiver.answer(path, answer);
      registered.set(path, await stage.register(tenant, path));
    }
    const [id = ''] = await stage.announce(tenant, 1);
    for (const [path, , attempt] of failures) {
      const own = registered.get(path);
      if (own === undefined) throw new Error('not registered');
      const look = async () => (await deliveriesOf(own))[0]?.attempts ?? [];
      await receiver.until(async () => (await look()).length > 0, `the attempt at ${path}`);
      const [delivery] = await deliveriesOf(own);
      expect(delivery?.status).toBe('pending');
      // On a machine that is held up there has been a second one.
      for (const each of delivery?.attempts ?? []) expect(each).toMatchObject(attempt);
      receiver.answer(path, accept);
    }
    await stage.letTimePass(600_000);
    for (const [path, own] of registered) {
      await receiver.until(settled(own, 'succeeded'), `the delivery at ${path}`);
      expect(idsAt(path).length).toBeGreaterThan(1);
      expect(new Set(idsAt(path))).toEqual(new Set([eventIdOf(id)]));
    }
    expect(at('/elsewhere')).toEqual([]);
  });

  it('has taken what it answers with 2xx, however much it says then; the log keeps the beginning', async () => {
    const tenant = await stage.createTenant();
    const wordy = await stage.register(tenant, '/wordy');
    stage.receiver.answer('/wordy', answerWith(200, {}, 'ü'.repeat(5_000_000)));
    await stage.announce(tenant, 1);
    await stage.receiver.until(settled(wordy, 'succeeded'), 'the delivery');
    expect((await deliveriesOf(wordy))[0]?.attempts).toMatchObject([
      { responseStatus: 200, responseBody: 'ü'.repeat(2_000) },
    ]);
  });

  it('that asks for time is left alone for as long as it asks, and then gets everything', async () => {
    const tenant = await stage.createTenant();
    const busy = await stage.register(tenant, '/busy');
    const other = await stage.register(tenant, '/not-busy');
    stage.receiver.answer('/busy', answerWith(429, { 'retry-after': '3600' }));
    await stage.announce(tenant, 1);
    await stage.receiver.until(async () => (await deliveriesOf(busy))[0]?.attempts.length === 1, 'the answer');
    const [delivery] = await deliveriesOf(busy);
    const plannedMs = Date.parse(delivery?.nextAttemptAt ?? '') - lastAttemptMs(delivery);
    expect(plannedMs).toBeGreaterThanOrEqual(3_600_000);
    expect(plannedMs).toBeLessThan(3_660_000);
    stage.receiver.answer('/busy', accept);
    await stage.announce(tenant, 3);
    await stage.receiver.until(settled(other, 'succeeded'), 'the deliveries of the other');
    await stage.letTimePass(3_000_000);
    await stage.announce(tenant, 1);
    await stage.receiver.until(() => at('/not-busy').length === 5, 'the next of the other');
    expect(at('/busy')).toHaveLength(1);
    await stage.letTimePass(660_000);
    await stage.receiver.until(settled(busy, 'succeeded'), 'everything');
    expect(new Set(idsAt('/busy'))).toEqual(new Set(idsAt('/not-busy')));
  });

  it('that never answers holds nobody else up', async () => {
    const tenant = await stage.createTenant();
    const dead = Array.from({ length: 24 }, (_, index) => `/dead/${index}`);
    for (const path of dead) {
      stage.receiver.answer(path, () => undefined);
      await stage.register(tenant, path);
    }
    const alive = await stage.register(tenant, '/alive');
    const ids = await stage.announce(tenant, 40);
    const others = await stage.createTenant();
    const stranger = await stage.register(others, '/stranger');
    await stage.receiver.until(() => dead.every((path) => at(path).length > 0), 'all that are dead to hang');
    await stage.announce(others, 40);
    await stage.receiver.until(settled(alive, 'succeeded'), 'the living');
    await stage.receiver.until(settled(stranger, 'succeeded'), 'the stranger');
    expect(idsAt('/alive').sort()).toEqual(ids.map(eventIdOf).sort());
    for (const path of dead) expect(stage.receiver.mostOpen(path)).toBeLessThanOrEqual(16);
    await stage.database.sql`delete from webhooks where organization_id = ${tenant.organizationId}`;
  });

  it('that fails is switched off after five days of failures, and the others are told', async () => {
    const tenant = await stage.createTenant();
    const broken = await stage.register(tenant, '/broken');
    const watching = await stage.register(tenant, '/watching', ['webhook.disabled']);
    stage.receiver.answer('/broken', answerWith(503));
    const isActive = async () => (await findWebhook(stage.database.sql, tenant, broken.id))?.active;
    for (let hours = 0; hours < 126; hours += 18) {
      expect(await isActive()).toBe(true);
      const [id = ''] = await stage.announce(tenant, 1);
      await stage.receiver.until(() => idsAt('/broken').includes(eventIdOf(id)), 'a failure');
      const tried = async () => (await deliveriesOf(broken)).every(({ attempts }) => attempts.length > 0);
      await stage.receiver.until(tried, 'its being written');
      await stage.letTimePass(18 * 3_600_000);
    }
    await stage.receiver.until(async () => (await isActive()) === false, 'the end');
    await stage.receiver.until(settled(watching, 'succeeded'), 'the news');
    expect(JSON.parse(at('/watching')[0]?.body ?? '')).toMatchObject({
      type: 'webhook.disabled',
      data: { webhookId: broken.id, url: `${stage.receiver.url}/broken`, failingSince: expect.any(String) },
    });
    expect(at('/watching')).toHaveLength(1);
    // What waits is kept, and goes out when the receiver is repaired and switched on.
    stage.receiver.answer('/broken', accept);
    const before = at('/broken').length;
    await stage.letTimePass(20 * 3_600_000);
    const on = await updateWebhook(stage.parts, tenant, broken.id, { active: true });
    expect(on).toMatchObject({ ok: true, value: { active: true } });
    await stage.receiver.until(
      async () => (await deliveriesOf(broken)).every(({ status }) => status !== 'pending'),
      'the rest',
    );
    expect(at('/broken').length).toBeGreaterThan(before);
  });

  it('that has had all attempts gets one more on request', async () => {
    const tenant = await stage.createTenant();
    const failed = await stage.register(tenant, '/given-up');
    stage.receiver.answer('/given-up', answerWith(500));
    await stage.announce(tenant, 1);
    const [waiting] = await deliveriesOf(failed);
    await stage.database.sql`delete from webhook_queue where delivery_id = ${waiting?.id ?? ''}`;
    await stage.database.sql`update webhook_deliveries set status = 'failed', next_attempt_at = null, attempts_begun = 8
      where id = ${waiting?.id ?? ''}`;
    const attempts = async () => (await deliveriesOf(failed))[0]?.attempts.length ?? 0;
    const before = await attempts();
    const retry = () => retryDelivery(stage.parts, tenant, failed.id, waiting?.id ?? '');
    expect(await retry()).toMatchObject({ ok: true, value: { status: 'pending' } });
    await stage.receiver.until(
      async () => (await attempts()) > before && (await settled(failed, 'failed')()),
      'one more',
    );
    stage.receiver.answer('/given-up', accept);
    await retry();
    await stage.receiver.until(settled(failed, 'succeeded'), 'the success');
    stage.receiver.answer('/given-up', answerWith(500));
    await retry();
    await stage.receiver.until(settled(failed, 'failed'), 'the failure of what had succeeded');
  });
});

describe('signals of changes', () => {
  const signal = (connectionId: string, syncRunId: string) =>
    stage.newEvent('transactions.sync_available', { connectionId, accountId: null, syncRunId });
  const commit = (tenant: Tenant, ...events: EventRow[]) =>
    stage.database.sql.begin((db) => insertEvents(db, tenant, events));

  it('are one at once and one at the end of the second, however many commits there are', async () => {
    const tenant = await stage.createTenant();
    const registered = await stage.register(tenant, '/signals', ['transactions.sync_available']);
    const [first, second] = [stage.parts.newId(), stage.parts.newId()];
    const runs = Array.from({ length: 12 }, () => stage.parts.newId());
    const beganMs = Date.now();
    for (const run of runs) await commit(tenant, signal(first, run));
    await commit(tenant, signal(second, runs[0] ?? ''));
    const isQuick = Date.now() - beganMs < 900;
    const dataOf = (connectionId: string) =>
      at('/signals')
        .map(({ body }) => JSON.parse(body).data)
        .filter((data) => data.connectionId === connectionId);
    const isTold = () => dataOf(first).at(-1)?.syncRunId === runs.at(-1) && dataOf(second).length > 0;
    await stage.receiver.until(isTold, 'the signals');
    await stage.receiver.until(settled(registered, 'succeeded'), 'their end');
    // On a machine that takes longer than a second for twelve commits there are more, and the last one is the same.
    if (isQuick) expect(dataOf(first)).toHaveLength(2);
    expect(dataOf(first)[0]).toEqual({ connectionId: first, accountId: null, syncRunId: runs[0] });
    expect(dataOf(first).at(-1)).toEqual({ connectionId: first, accountId: null, syncRunId: runs.at(-1) });
    expect(dataOf(second)).toHaveLength(1);
  });

  it('of a transaction that fails hold nothing back and announce nothing', async () => {
    const tenant = await stage.createTenant();
    const registered = await stage.register(tenant, '/failed-signals', ['transactions.sync_available']);
    const connectionId = stage.parts.newId();
    const failed = stage.database.sql.begin(async (db) => {
      await insertEvents(db, tenant, [signal(connectionId, stage.parts.newId())]);
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    const run = stage.parts.newId();
    await commit(tenant, signal(connectionId, run));
    await stage.receiver.until(() => at('/failed-signals').length === 1, 'the signal');
    await stage.receiver.until(settled(registered, 'succeeded'), 'its end');
    expect(JSON.parse(at('/failed-signals')[0]?.body ?? '').data.syncRunId).toBe(run);
  });
});

import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../store/events/webhook-queue.ts';
import { Receivers, type Sending, type SendingLimits } from './receivers.ts';

const LIMITS: SendingLimits = {
  ...{ all: 20, perOrganization: 20, healthy: 6, troubled: 4 },
  ...{ perReceiver: 5, atFirst: 2, perSlowReceiver: 3 },
};

let made = 0;
function newDelivery(webhookId: string, isFailing = false): ClaimedDelivery {
  made += 1;
  const ids = { organizationId: 'o', webhookId, deliveryId: String(made).padStart(6, '0'), eventId: 'e', dueAt: 'd' };
  const secret = new Uint8Array();
  return {
    ...ids,
    ...{ environment: 'live', number: 1, failures: 0, isLastChance: false, eventType: 'test', eventData: {} },
    ...{ eventCreatedAt: '2026-11-21T16:00:00.000Z', url: 'https://receiver.example', secret, previousSecret: null },
    ...{ secretVersion: 1, isFailing },
  };
}

/** Everything that can be sent now. */
function sendAll(receivers: Receivers): Sending[] {
  const sent: Sending[] = [];
  for (let next = receivers.next(); next !== null; next = receivers.next()) sent.push(next);
  return sent;
}
const countOf = (sent: readonly Sending[], webhookId: string) =>
  sent.filter(({ delivery }) => delivery.webhookId === webhookId).length;

/** Claims as much as is wanted, from a store that never runs dry. */
function claimAll(receivers: Receivers, webhookIds: readonly string[], isFailing = false): void {
  for (const webhookId of webhookIds) receivers.note({ organizationId: 'o', webhookId });
  const wanted = receivers.takeWanted();
  receivers.add(
    wanted,
    wanted.flatMap(({ webhookId, count }) => Array.from({ length: count }, () => newDelivery(webhookId, isFailing))),
  );
}

describe('a receiver', () => {
  it('has a few requests at first, one more with each good answer, and never more than its bound', () => {
    const receivers = new Receivers(LIMITS);
    const under: Sending[] = [];
    const widths: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      claimAll(receivers, ['a']);
      under.push(...sendAll(receivers));
      widths.push(under.length);
      under.shift()?.end('healthy');
    }
    expect(widths).toEqual([2, 3, 4, 5, 5, 5]);
  });

  it('that fails has one request at a time, and begins again when it answers', () => {
    const receivers = new Receivers(LIMITS);
    claimAll(receivers, ['a']);
    for (const sending of sendAll(receivers)) sending.end('failing');
    const again = sendAll(receivers);
    expect(again).toHaveLength(1);
    again[0]?.end('healthy');
    expect(sendAll(receivers).length).toBeGreaterThan(1);
  });

  it('that was failing before it was known here has one request at a time as well', () => {
    const receivers = new Receivers(LIMITS);
    claimAll(receivers, ['a'], true);
    expect(sendAll(receivers)).toHaveLength(1);
  });

  it('gets its deliveries in their order', () => {
    const receivers = new Receivers(LIMITS);
    claimAll(receivers, ['a']);
    for (const sending of sendAll(receivers)) sending.end('failing');
    const order: string[] = [];
    for (let [next] = sendAll(receivers); next !== undefined; [next] = sendAll(receivers)) {
      order.push(next.delivery.deliveryId);
      next.end('failing');
    }
    expect(order).toEqual([...order].sort());
    expect(order.length).toBeGreaterThan(3);
  });

  it('is not asked for anew while as much is there as can be sent soon', () => {
    const receivers = new Receivers(LIMITS);
    claimAll(receivers, ['a']);
    receivers.note({ organizationId: 'o', webhookId: 'a' });
    expect(receivers.takeWanted()).toEqual([]);
    expect(receivers.clear()).toHaveLength(16);
    expect(receivers.takeWanted()).toMatchObject([{ webhookId: 'a', count: 16 }]);
  });
});

describe('many receivers', () => {
  const named = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  it('that are slow leave room for the others, and each has one request whatever the others do', () => {
    const receivers = new Receivers(LIMITS);
    claimAll(receivers, named('slow', 8));
    const hanging = sendAll(receivers);
    for (const sending of hanging) sending.isSlow();
    hanging.push(...sendAll(receivers));
    for (const name of named('slow', 8)) expect(countOf(hanging, name)).toBeGreaterThan(0);
    claimAll(receivers, ['good', 'fast']);
    const good = sendAll(receivers);
    expect(countOf(good, 'good')).toBe(2);
    expect(countOf(good, 'fast')).toBe(2);
  });

  it('that answer well take turns', () => {
    const receivers = new Receivers({ ...LIMITS, healthy: 2 });
    claimAll(receivers, ['a', 'b', 'c']);
    const under = sendAll(receivers);
    expect(under.map(({ delivery }) => delivery.webhookId)).toEqual(['a', 'b', 'c']);
    const order: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      under.shift()?.end('healthy');
      under.push(...sendAll(receivers));
      order.push(under.at(-1)?.delivery.webhookId ?? '');
    }
    expect(new Set(order)).toEqual(new Set(['a', 'b', 'c']));
  });

  it('of one organization never take what others need, and go on when theirs have ended', () => {
    const receivers = new Receivers({ ...LIMITS, all: 10, perOrganization: 6 });
    claimAll(receivers, named('dead', 30));
    const hanging = sendAll(receivers);
    expect(hanging).toHaveLength(6);
    receivers.add([], [{ ...newDelivery('other'), organizationId: 'p' }]);
    expect(countOf(sendAll(receivers), 'other')).toBe(1);
    hanging[0]?.end('failing');
    hanging[1]?.drop();
    expect(sendAll(receivers)).toHaveLength(2);
  });

  it('never have more requests together than the bound', () => {
    const receivers = new Receivers({ ...LIMITS, all: 10 });
    claimAll(receivers, named('r', 30));
    expect(sendAll(receivers)).toHaveLength(10);
  });
});

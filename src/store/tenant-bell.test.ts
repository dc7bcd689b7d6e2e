import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { EVENT_CHANNEL } from './events/events.ts';
import { startTenantBell, type TenantBell } from './tenant-bell.ts';
import type { Tenant } from './tenants/tenant.ts';
import { STREAM_CHANNEL } from './transactions/transaction-writes.ts';

const FOREVER_MS = 2 ** 30;
const ONE = { organizationId: 'one', environment: 'test' } as const;
const OTHER = { organizationId: 'one', environment: 'live' } as const;

const database = stageDatabase();
let bell: TenantBell;
// One for each test: after a lost connection a bell rings for each channel, the second time when a test may be over.
beforeEach(async () => {
  bell = await startTenantBell(database.sql);
});
afterEach(() => bell.stop());

const never = new AbortController().signal;
const move = (tenant: Tenant, channel = STREAM_CHANNEL) =>
  database.sql.notify(channel, `${tenant.organizationId} ${tenant.environment}`);

describe('a listener of a stream', () => {
  it('hears that its own stream moved, and of no other, nor of the events of its own tenant', async () => {
    const others = [bell.listen(STREAM_CHANNEL, OTHER), bell.listen(EVENT_CHANNEL, ONE)];
    const mine = bell.listen(STREAM_CHANNEL, ONE);
    const heard = mine.moved(FOREVER_MS, never);
    await move(ONE);
    expect(await heard).toBe(true);
    for (const other of others) {
      expect(await other.moved(0, never)).toBe(false);
      other.leave();
    }
    mine.leave();
  });

  it('of events hears of these', async () => {
    const listener = bell.listen(EVENT_CHANNEL, ONE);
    const heard = listener.moved(FOREVER_MS, never);
    await move(ONE, EVENT_CHANNEL);
    expect(await heard).toBe(true);
    listener.leave();
  });

  it('hears afterwards what moved while it did something else, once', async () => {
    const [early, late] = [bell.listen(STREAM_CHANNEL, ONE), bell.listen(STREAM_CHANNEL, ONE)];
    for (let count = 0; count < 2; count += 1) {
      // The second listener shows that the notification has come.
      const heard = late.moved(FOREVER_MS, never);
      await move(ONE);
      expect(await heard).toBe(true);
    }
    expect(await early.moved(FOREVER_MS, never)).toBe(true);
    expect(await early.moved(0, never)).toBe(false);
    early.leave();
    late.leave();
  });

  it('stops waiting when its time is over or its signal fires', async () => {
    const listener = bell.listen(STREAM_CHANNEL, ONE);
    expect(await listener.moved(1, never)).toBe(false);
    const leaving = new AbortController();
    const waiting = listener.moved(FOREVER_MS, leaving.signal);
    leaving.abort();
    expect(await waiting).toBe(false);
    expect(await listener.moved(FOREVER_MS, leaving.signal)).toBe(false);
    listener.leave();
  });

  it('is told to look for itself when the connection that listens was lost', async () => {
    // What it is told late is for none of the other tests.
    const lost = { organizationId: 'lost', environment: 'test' } as const;
    const [listener, bystander] = [lost, OTHER].map((tenant) => bell.listen(STREAM_CHANNEL, tenant));
    if (listener === undefined || bystander === undefined) throw new Error('two listeners were made');
    const heard = listener.moved(FOREVER_MS, never);
    const letIn = await database.shutOut();
    await letIn();
    expect(await heard).toBe(true);
    // And it hears again. While the channels are listened to anew, everybody is told each time.
    do {
      const again = listener.moved(FOREVER_MS, never);
      await move(lost);
      expect(await again).toBe(true);
    } while (await bystander.moved(0, never));
    listener.leave();
    bystander.leave();
  });
});

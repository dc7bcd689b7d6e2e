import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { type StreamBell, startStreamBell } from './stream-bell.ts';
import { STREAM_CHANNEL } from './transaction-writes.ts';

const FOREVER_MS = 2 ** 30;
const ONE = { organizationId: 'one', environment: 'test' } as const;
const OTHER = { organizationId: 'one', environment: 'live' } as const;

let database: TestDatabase;
let bell: StreamBell;

beforeAll(async () => {
  database = await createTestDatabase();
  bell = await startStreamBell(database.sql);
});
afterAll(async () => {
  await bell.stop();
  await database.drop();
});

const never = new AbortController().signal;
const move = (tenant: typeof ONE | typeof OTHER) =>
  database.sql.notify(STREAM_CHANNEL, `${tenant.organizationId} ${tenant.environment}`);

describe('a listener of a stream', () => {
  it('hears that its own stream moved, and of no other', async () => {
    const [mine, theirs] = [bell.listen(ONE), bell.listen(OTHER)];
    const heard = mine.moved(FOREVER_MS, never);
    await move(ONE);
    expect(await heard).toBe(true);
    expect(await theirs.moved(0, never)).toBe(false);
    mine.leave();
    theirs.leave();
  });

  it('hears afterwards what moved while it did something else, once', async () => {
    const [early, late] = [bell.listen(ONE), bell.listen(ONE)];
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
    const listener = bell.listen(ONE);
    expect(await listener.moved(1, never)).toBe(false);
    const leaving = new AbortController();
    const waiting = listener.moved(FOREVER_MS, leaving.signal);
    leaving.abort();
    expect(await waiting).toBe(false);
    expect(await listener.moved(FOREVER_MS, leaving.signal)).toBe(false);
    listener.leave();
  });

  it('is told to look for itself when the connection that listens was lost', async () => {
    const listener = bell.listen(ONE);
    const heard = listener.moved(FOREVER_MS, never);
    const letIn = await database.shutOut();
    await letIn();
    expect(await heard).toBe(true);
    // And it hears again.
    const again = listener.moved(FOREVER_MS, never);
    await move(ONE);
    expect(await again).toBe(true);
    listener.leave();
  });
});

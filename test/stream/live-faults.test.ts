import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../support/stream/listener.ts';
import { WrittenStream } from '../support/stream/written-stream.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let stream: WrittenStream;
let listeners: Listener[];

beforeEach(async () => {
  listeners = [];
  system = await startSystem({ worker: false });
  stream = await WrittenStream.open(system);
});
afterEach(async () => {
  for (const listener of listeners) listener.leave();
  await system?.stop();
});

async function open(query = ''): Promise<Listener> {
  const listener = await listen(system.apiUrl, { key: stream.caller.key, query });
  listeners.push(listener);
  await has(listener, 1);
  return listener;
}

const has = (listener: Listener, count: number) =>
  eventually(
    async () => listener.messages.length,
    (length) => length >= count,
    `message ${count}`,
  );

const idOf = (listener: Listener, index: number): unknown =>
  JSON.parse(listener.messages[index]?.data ?? '{}').transaction?.id;

describe('a live stream', () => {
  it('says unavailable when the database is gone; opened again, it goes on where it was and hears of every commit', async () => {
    const first = await open();
    const told = await stream.add();
    await has(first, 2);
    const letIn = await system.database.shutOut();
    await eventually(async () => first.ended(), Boolean, 'the end of the stream');
    expect(first.messages.at(-1)).toMatchObject({ event: 'stream.close', id: null });
    expect(first.messages.at(-1)?.data).toContain('"unavailable"');
    await letIn();
    const again = await open(`?cursor=${first.messages[1]?.id}`);
    // The second one shows that calls come through again: a look without a call comes too late for it.
    const missed = [await stream.add(), await stream.add()];
    await has(again, 3);
    expect([idOf(first, 1), idOf(again, 1), idOf(again, 2)]).toEqual([told.id, ...missed.map(({ id }) => id)]);
  });

  it('misses no commit that comes while it is busy with an earlier one', async () => {
    const crowd = [];
    for (let count = 0; count < 20; count += 1) crowd.push(await open());
    const rows = [];
    for (let count = 0; count < 150; count += 1) rows.push(await stream.add());
    // Without another commit that would wake it once more.
    for (const listener of crowd) {
      await has(listener, rows.length + 1);
      expect(listener.messages.slice(1).map((_, index) => idOf(listener, index + 1))).toEqual(rows.map(({ id }) => id));
    }
  });

  it('gives cursors that go on right after their event, on a catch-up as on the last change', async () => {
    const rows = [];
    for (let count = 0; count < 205; count += 1) rows.push(await stream.add());
    const { nextCursor } = await stream.page({ from: 'beginning', limit: 1 });
    const listener = await open(`?cursor=${nextCursor}`);
    await has(listener, rows.length);
    for (const index of [1, 100, 101, 203, 204]) {
      const events = await stream.read(listener.messages[index]?.id ?? '');
      expect(events.map((event) => event.type === 'added' && event.transaction.id)).toEqual(
        rows.slice(index + 1).map(({ id }) => id),
      );
    }
  });
});

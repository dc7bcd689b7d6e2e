import { describe, expect, it } from 'vitest';
import { createClient } from '../client.ts';
import { CausewayNetworkError } from '../errors.ts';
import { closing, opening, removal, type ScriptedConnection, scriptStream } from '../testing/scripted-stream.ts';
import { createVirtualClock, idle } from '../testing/virtual-clock.ts';
import type { LiveMessage } from './messages.ts';

function setUp(steps: readonly (ScriptedConnection | Response)[]) {
  const stream = scriptStream(steps);
  const clock = createVirtualClock();
  const client = createClient({ baseUrl: 'http://bank.example', fetch: stream.fetch, clock, random: () => 0.5 });
  return { client, clock, ...stream };
}

const SILENT = { pieces: [], ending: 'silence' } as const;
const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ error: { code, message: 'No.' }, meta: { requestId: 'r' } }), { status, headers });

async function take(messages: AsyncGenerator<LiveMessage, void, void>, count: number): Promise<string[]> {
  const taken: string[] = [];
  for await (const message of messages) {
    taken.push(message.type === 'open' ? `open ${message.cursor}` : `${message.event.type} ${message.cursor}`);
    if (taken.length === count) break;
  }
  return taken;
}

describe('the live stream', () => {
  it('gives the opening and each event with the cursor right after it', async () => {
    const { client, clock, connections } = setUp([
      { pieces: [opening('c1') + removal('c2', 'a'), ': keep-alive\n\n', removal('c3', 'b')], ending: 'silence' },
    ]);
    const messages = client.stream.live({ accountId: 'acc', fields: ['amount', 'status'] });
    expect(await clock.run(take(messages, 3))).toEqual(['open c1', 'removed c2', 'removed c3']);
    expect(new URL(connections[0]?.url ?? '').search).toBe('?accountId=acc&fields=amount%2Cstatus');
  });

  it.each(['hangUp', 'break'] as const)(
    'goes on after the last event when the server ends with a %s',
    async (ending) => {
      const { client, clock, connections } = setUp([
        { pieces: [opening('c1'), removal('c2', 'a'), 'id: c3\nevent: removed\nda'], ending },
        { pieces: [opening('c2'), removal('c3', 'b')], ending: 'silence' },
      ]);
      const messages = client.stream.live({ cursor: 'c0' });
      expect(await clock.run(take(messages, 4))).toEqual(['open c1', 'removed c2', 'open c2', 'removed c3']);
      expect(connections.map(({ lastEventId }) => lastEventId)).toEqual([null, 'c2']);
    },
  );

  it('takes a line that is silent for 45 seconds for dead, and signs of life for life', async () => {
    const { client, clock, connections } = setUp([
      { pieces: [opening('c1'), ': keep-alive\n\n'], ending: 'silence' },
      { pieces: [removal('c2', 'a')], ending: 'silence' },
    ]);
    const startedMs = clock.nowMs();
    expect(await clock.run(take(client.stream.live(), 2))).toEqual(['open c1', 'removed c2']);
    expect(clock.nowMs() - startedMs).toBeGreaterThanOrEqual(45_000);
    expect(connections).toHaveLength(2);
  });

  it('comes back after the server has shut down, been busy or been away', async () => {
    const { client, clock } = setUp([
      { pieces: [opening('c1'), closing('unavailable')], ending: 'hangUp' },
      refusal(503, 'unavailable'),
      refusal(429, 'rate_limited', { 'retry-after': '7' }),
      new Response('Bad Gateway', { status: 502 }),
      { pieces: [removal('c2', 'a')], ending: 'silence' },
    ]);
    expect(await clock.run(take(client.stream.live(), 2))).toEqual(['open c1', 'removed c2']);
    expect(clock.delays).toContain(7_125);
  });

  it('waits longer each time while the server only opens and hangs up', async () => {
    const flapping = { pieces: [opening('c1')], ending: 'hangUp' } as const;
    const waits: number[] = [];
    const { client, clock } = setUp([...Array.from({ length: 6 }, () => flapping), SILENT]);
    const onReconnect = ({ delayMs }: { delayMs: number }) => waits.push(delayMs);
    await clock.run(take(client.stream.live({}, { onReconnect }), 6));
    expect(waits).toEqual([125, 250, 500, 1_000, 2_000]);
  });

  it.each(['api_key_revoked', 'cursor_expired', 'insufficient_scope', 'something_new'])(
    'ends with %s, after giving what came before it',
    async (code) => {
      const { client, clock } = setUp([
        { pieces: [opening('c1') + removal('c2', 'a') + closing(code)], ending: 'hangUp' },
      ]);
      const messages = client.stream.live();
      expect(await clock.run(take(messages, 3).catch((error: unknown) => error))).toMatchObject({ code });
      const again = setUp([{ pieces: [opening('c1') + removal('c2', 'a') + closing(code)], ending: 'hangUp' }]);
      expect(await again.clock.run(take(again.client.stream.live(), 2))).toEqual(['open c1', 'removed c2']);
    },
  );

  it('ends with a refusal that waiting does not mend', async () => {
    const { client, clock } = setUp([refusal(410, 'cursor_expired')]);
    await expect(clock.run(take(client.stream.live({ cursor: 'old' }), 1))).rejects.toMatchObject({ status: 410 });
  });

  it('is not taken for open when something else answers', async () => {
    const { client, clock } = setUp([new Response('{}', { status: 200 })]);
    await expect(clock.run(take(client.stream.live(), 1))).rejects.toMatchObject({ code: 'unexpected_response' });
  });

  it('ends with the signal, while it listens and while it waits', async () => {
    for (const step of [SILENT, refusal(503, 'unavailable')]) {
      const { client } = setUp([step]);
      const controller = new AbortController();
      const work = take(client.stream.live({}, { signal: controller.signal }), 1);
      await idle();
      controller.abort(new Error('enough'));
      await expect(work).rejects.toThrow('enough');
    }
  });

  it('of events gives every type, and goes on from the id of a sign of life', async () => {
    const logged = (cursor: string, id: string, type: string) =>
      `id: ${cursor}\nevent: ${type}\ndata: {"id":"${id}","type":"${type}"}\n\n`;
    const { client, clock, connections } = setUp([
      { pieces: [opening('c1') + logged('c2', 'e1', 'test'), 'id: c3\n: keep-alive\n\n', 'id: c4\n'], ending: 'break' },
      { pieces: [opening('c3') + logged('c5', 'e2', 'something.new')], ending: 'silence' },
    ]);
    const taken: string[] = [];
    const take4 = async () => {
      for await (const message of client.events.live({ connectionId: 'con' })) {
        taken.push(message.type === 'open' ? `open ${message.cursor}` : `${message.event.id} ${message.cursor}`);
        if (taken.length === 4) return;
      }
    };
    await clock.run(take4());
    expect(taken).toEqual(['open c1', 'e1 c2', 'open c3', 'e2 c5']);
    expect(connections.map(({ lastEventId }) => lastEventId)).toEqual([null, 'c3']);
    expect(connections[0]?.url).toBe('http://bank.example/v1/events/live?connectionId=con');
  });

  it('reads no faster than its events are taken', async () => {
    const pieces = Array.from({ length: 50 }, (_, at) => removal(`c${at}`, `t${at}`));
    const { client, clock, read } = setUp([{ pieces, ending: 'silence' }]);
    await clock.run(take(client.stream.live(), 3));
    expect(read.count).toBeLessThanOrEqual(4);
  });

  it('as one connection ends where the server hangs up, and throws where the line breaks', async () => {
    const good = setUp([{ pieces: [opening('c1')], ending: 'hangUp' }]);
    const options = { lastEventId: 'c0' };
    expect(await good.clock.run(take(good.client.streamTransactions({}, options), 9))).toEqual(['open c1']);
    expect(good.connections[0]?.lastEventId).toBe('c0');
    const bad = setUp([{ pieces: [opening('c1')], ending: 'break' }]);
    await expect(bad.clock.run(take(bad.client.streamTransactions(), 9))).rejects.toBeInstanceOf(CausewayNetworkError);
  });
});

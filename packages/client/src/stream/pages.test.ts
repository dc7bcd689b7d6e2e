import { describe, expect, it } from 'vitest';
import { createClient } from '../client.ts';
import { createModelServer } from '../testing/model-server.ts';
import { sampleTransaction } from '../testing/sample-transaction.ts';
import { opening, removal, scriptStream } from '../testing/scripted-stream.ts';
import { createVirtualClock } from '../testing/virtual-clock.ts';
import type { StreamPage } from './pages.ts';

function setUp(rows = 0) {
  const server = createModelServer();
  for (let at = 0; at < rows; at += 1) server.put(sampleTransaction(`t${at}`));
  const clock = createVirtualClock();
  const client = createClient({ baseUrl: 'http://bank.example', fetch: server.fetch, clock, random: () => 0 });
  return { server, clock, client };
}

async function collect(pages: AsyncGenerator<StreamPage, void, void>, count = Number.POSITIVE_INFINITY) {
  const sizes: number[] = [];
  for await (const { events } of pages) {
    sizes.push(events.length);
    if (sizes.length === count) break;
  }
  return sizes;
}

describe('pages of the change stream', () => {
  it('begin at the head when nothing else is said', async () => {
    const { client } = setUp(3);
    expect(await collect(client.stream.pages())).toEqual([0]);
  });

  it('go from the beginning to the end', async () => {
    const { client } = setUp(5);
    expect(await collect(client.stream.pages({ from: 'beginning', limit: 2 }))).toEqual([2, 2, 1]);
  });

  it('go on from a cursor', async () => {
    const { client, server } = setUp(2);
    const { nextCursor: cursor } = await client.syncTransactions();
    server.put(sampleTransaction('new'));
    expect(await collect(client.stream.pages({ cursor }))).toEqual([1]);
  });

  it('come as single events for whoever only looks', async () => {
    const { client } = setUp(3);
    const ids = [];
    for await (const event of client.stream.events({ from: 'beginning', limit: 2 }))
      ids.push(event.type === 'removed' ? event.transactionId : event.transaction.id);
    expect(ids).toEqual(['t0', 't1', 't2']);
  });

  it('are asked for again and again when following by polling', async () => {
    const { client, clock, server } = setUp(1);
    let polls = 0;
    server.beforeRequest = () => {
      polls += 1;
      if (polls === 3) server.put(sampleTransaction('late'));
    };
    const pages = client.stream.pages({ from: 'beginning', follow: 'poll', pollIntervalMs: 7_000 });
    const startedMs = clock.nowMs();
    expect(await clock.run(collect(pages, 3))).toEqual([1, 0, 1]);
    expect(clock.nowMs() - startedMs).toBe(14_000);
  });

  it('come from the live stream when following live, from where the pages ended', async () => {
    const page = (nextCursor: string) =>
      new Response(JSON.stringify({ events: [], nextCursor, hasMore: false, meta: { requestId: 'r' } }));
    const { fetch, connections } = scriptStream([
      page('p1'),
      { pieces: [opening('p1') + removal('c2', 'a') + removal('c3', 'b'), removal('c4', 'c')], ending: 'silence' },
    ]);
    const clock = createVirtualClock();
    const client = createClient({ baseUrl: 'http://bank.example', fetch, clock });
    const pages = client.stream.pages({ cursor: 'p0', accountId: 'acc', follow: 'live', limit: 9 });
    const cursors: string[] = [];
    const work = async () => {
      for await (const { nextCursor } of pages) {
        cursors.push(nextCursor);
        if (nextCursor === 'c4') break;
      }
    };
    await clock.run(work());
    expect(cursors).toEqual(['p1', 'c3', 'c4']);
    const queries = connections.map(({ url }) => new URL(url).search);
    expect(queries).toEqual(['?accountId=acc&limit=9&cursor=p0', '?accountId=acc&cursor=p1']);
  });

  it('are asked for once an hour when following live, so that a quiet cursor stays young', async () => {
    const page = (nextCursor: string) =>
      new Response(JSON.stringify({ events: [], nextCursor, hasMore: false, meta: { requestId: 'r' } }));
    const clock = createVirtualClock();
    const asked: (string | null)[] = [];
    const client = createClient({
      baseUrl: 'http://bank.example',
      clock,
      fetch: async (address, init) => {
        const url = new URL(address);
        if (!url.pathname.endsWith('/live')) {
          asked.push(url.searchParams.get('cursor'));
          return page(`p${asked.length}`);
        }
        return new Response(aliveUntil(clock, init.signal ?? null), {
          headers: { 'content-type': 'text/event-stream' },
        });
      },
    });
    const pages = client.stream.pages({ cursor: 'p0', follow: 'live' });
    const startedMs = clock.nowMs();
    expect(await clock.run(collect(pages, 3))).toEqual([0, 0, 0]);
    expect(asked).toEqual(['p0', 'p1', 'p2']);
    expect(clock.nowMs() - startedMs).toBe(7_200_000);
  });
});

/** A body that gives a sign of life every 15 seconds. */
function aliveUntil(
  clock: ReturnType<typeof createVirtualClock>,
  signal: AbortSignal | null,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) =>
      new Promise((resolve, reject) => {
        const cancel = clock.schedule(15_000, () => {
          controller.enqueue(new TextEncoder().encode(': keep-alive\n\n'));
          resolve();
        });
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
  });
}

import { describe, expect, it } from 'vitest';
import { CallError } from './call-error.ts';
import { createLiveFollower, type LiveState } from './live-follower.ts';

const opening = (id: string) => `id: ${id}\nevent: stream.open\ndata: {"nextCursor":"${id}"}\n\n`;
const event = (id: string, type: string) => `id: ${id}\nevent: ${type}\ndata: {"type":"${type}"}\n\n`;
const closing = (code: string) => `event: stream.close\ndata: {"error":{"code":"${code}","message":"Bye."}}\n\n`;

/** A follower whose connections follow a script: what each sends before it breaks off, or why there is none. The last one stays open. */
function setUp(script: readonly (string | CallError)[]) {
  const cursors: (string | null)[] = [];
  const heard: string[] = [];
  const states: LiveState[] = [];
  let gaps = 0;
  const settled = Promise.withResolvers<void>();
  const follower = createLiveFollower({
    open: async (cursor, signal) => {
      const step = script[cursors.length];
      cursors.push(cursor);
      if (step instanceof CallError) throw step;
      const isLast = cursors.length >= script.length;
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(step));
          signal.addEventListener('abort', () => controller.error(signal.reason));
          if (!isLast) controller.close();
        },
      });
      return new Response(stream);
    },
    onState: (state) => {
      states.push(state);
      if (state === 'ended' || (state === 'live' && cursors.length === script.length)) settled.resolve();
    },
    onEvent: (type) => heard.push(type),
    onGap: () => {
      gaps += 1;
    },
    pause: async () => undefined,
  });
  return { follower, settled: settled.promise, cursors, heard, states, gaps: () => gaps };
}

describe('a page that follows the events', () => {
  it('goes on after the last id when the line breaks, with that of a sign of life too', async () => {
    const { follower, settled, cursors, heard, states, gaps } = setUp([
      `${opening('a')}${event('b', 'test')}`,
      `${opening('b')}: keep-alive\n\nid: c\n: keep-alive\n\n`,
      opening('c'),
    ]);
    follower.resume();
    await settled;
    expect(cursors).toEqual([null, 'b', 'c']);
    expect(heard).toEqual(['test']);
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'live', 'reconnecting', 'live']);
    expect(gaps()).toBe(0);
  });

  it('comes back while the server is away, and reads everything again where its place is lost', async () => {
    const { follower, settled, cursors, gaps } = setUp([
      `${opening('a')}${closing('unavailable')}`,
      new CallError('unreachable', 'away'),
      new CallError('cursor_expired', 'too old', { status: 410 }),
      opening('d'),
    ]);
    follower.resume();
    await settled;
    expect(cursors).toEqual([null, 'a', 'a', null]);
    expect(gaps()).toBe(1);
  });

  it('reads everything again once it follows, where the first try failed', async () => {
    const { follower, settled, cursors, gaps, states } = setUp([
      new CallError('unreachable', 'away'),
      new CallError('unreachable', 'away'),
      opening('a'),
    ]);
    follower.resume();
    await settled;
    expect(cursors).toEqual([null, null, null]);
    expect([states.at(-1), gaps()]).toEqual(['live', 1]);
  });

  it('ends where nobody may read events any more', async () => {
    const { follower, settled, cursors, states } = setUp([
      `${opening('a')}${closing('insufficient_scope')}`,
      opening('b'),
    ]);
    follower.resume();
    await settled;
    expect(states).toEqual(['connecting', 'live', 'ended']);
    expect(cursors).toHaveLength(1);
  });

  it('holds no connection while it is paused, and then goes on where it was', async () => {
    const { follower, settled, cursors, states } = setUp([opening('a')]);
    follower.resume();
    follower.resume();
    await settled;
    follower.pause();
    expect(states.at(-1)).toBe('paused');
    follower.resume();
    await Promise.resolve();
    expect(cursors).toEqual([null, 'a']);
    follower.pause();
  });
});

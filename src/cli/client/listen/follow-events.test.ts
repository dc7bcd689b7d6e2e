import type { LiveMessage, LoggedEvent } from '@causeway/client';
import { describe, expect, it } from 'vitest';
import { createIdGenerator, eventIdOf } from '../../../domain/values/id.ts';
import { followEvents } from './follow-events.ts';

const START_MS = 1_790_000_000_000;

/** A log of `count` events, a second apart, the first of them at the start. */
function createLog(count: number, pageSize = 3) {
  let nowMs = START_MS;
  const newId = createIdGenerator({ nowMs: () => nowMs, randomBytes: (bytes) => new Uint8Array(bytes) });
  const events = Array.from({ length: count }, () => {
    const event = { id: eventIdOf(newId()), type: 'test', createdAt: '2026-11-21T00:00:00.000Z', data: {} };
    nowMs += 1_000;
    return event as LoggedEvent; // All that is looked at.
  });
  const listPage = async (cursor: string | null) => {
    const newestFirst = events.toReversed();
    const from = Number(cursor ?? 0);
    const rest = from + pageSize < newestFirst.length ? String(from + pageSize) : null;
    return { data: newestFirst.slice(from, from + pageSize), pagination: { nextCursor: rest } };
  };
  return { events, listPage };
}

type Message = LiveMessage<LoggedEvent>;
const OPEN: Message = { type: 'open', cursor: 'c' };
const tell = (event: LoggedEvent | undefined): Message => {
  if (event === undefined) throw new Error('the log has fewer events');
  return { type: 'event', event, cursor: 'c' };
};

/** Ids of what a follower gives of a log and these live messages. */
async function follow(
  { listPage }: Pick<ReturnType<typeof createLog>, 'listPage'>,
  messages: readonly Message[],
  sinceMs: number | null = null,
): Promise<{ readonly ids: string[]; readonly readyCount: number }> {
  const ids: string[] = [];
  let readyCount = 0;
  const onReady = () => {
    readyCount += 1;
  };
  async function* live() {
    yield* messages;
  }
  for await (const { id } of followEvents({ listPage, live, onReady }, sinceMs)) ids.push(id);
  return { ids, readyCount };
}

describe('whoever follows the event log', () => {
  it('gets what comes from now on as it comes, and is ready once', async () => {
    const log = createLog(4);
    const [, , late, early] = log.events;
    const { ids, readyCount } = await follow(log, [OPEN, tell(early), OPEN, tell(late)]);
    expect(ids).toEqual([early?.id, late?.id]);
    expect(readyCount).toBe(1);
  });

  it('gets what comes again after a break once', async () => {
    const log = createLog(3);
    const [one, two, three] = log.events.map(tell);
    if (one === undefined || two === undefined || three === undefined) throw new Error('the log has fewer events');
    const { ids } = await follow(log, [OPEN, one, two, OPEN, one, two, three]);
    expect(ids).toEqual(log.events.map(({ id }) => id));
  });

  it('gets everything since a moment first, over as many pages as it takes, and none of it again', async () => {
    const log = createLog(9);
    const since = log.events.slice(1, 8);
    const listed = { listPage: createLog(8).listPage };
    // The last but one was in the log when the stream opened, and comes by it as well.
    const messages = [OPEN, tell(log.events[7]), tell(log.events[8])];
    expect((await follow(listed, messages, START_MS + 1_000)).ids).toEqual(
      [...since, log.events[8]].map((event) => event?.id),
    );
  });
});

import type { LiveMessage, LoggedEvent } from '@causeway/client';
import { parseEventId } from '../../../domain/values/id.ts';

/** A page of the event log, newest first. */
export interface EventPage {
  readonly data: readonly LoggedEvent[];
  readonly pagination: { readonly nextCursor: string | null };
}

export interface FollowParts {
  /** What comes into the log from now on is not missed. */
  onReady(): void;
  /** The live stream, over as many connections as it takes; each brings every event at least once. */
  live(): AsyncIterable<LiveMessage<LoggedEvent>>;
  listPage(cursor: string | null): Promise<EventPage>;
}

/** Repeats come soon after: what was committed together with the last event before a break, and what the log showed already. */
const MOST_REMEMBERED = 10_000;

/** Events as they are committed, each once; before them, when `sinceMs` is not null, those of the log since then in the order of their ids. */
export async function* followEvents(
  parts: FollowParts,
  sinceMs: number | null,
): AsyncGenerator<LoggedEvent, void, void> {
  const remembered = new Set<string>();
  const isNew = ({ id }: LoggedEvent): boolean => {
    if (remembered.has(id)) return false;
    remembered.add(id);
    const [oldest] = remembered;
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return true;
  };
  let isReady = false;
  for await (const message of parts.live()) {
    if (message.type === 'event') {
      if (isNew(message.event)) yield message.event;
      continue;
    }
    if (isReady) continue;
    isReady = true;
    parts.onReady();
    // The stream is open, so whatever is not in the log yet comes by it.
    if (sinceMs !== null) for (const event of await readBack(parts, sinceMs)) if (isNew(event)) yield event;
  }
}

/** Events whose ids were made since then, oldest first. */
async function readBack({ listPage }: FollowParts, sinceMs: number): Promise<LoggedEvent[]> {
  const found: LoggedEvent[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: EventPage = await listPage(cursor);
    for (const event of page.data) {
      if (readTimeOf(event.id) < sinceMs) return found.reverse();
      found.push(event);
    }
    cursor = page.pagination.nextCursor;
    if (cursor === null) return found.reverse();
  }
}

/** When an id was made, in real time: it begins with its time. */
function readTimeOf(eventId: string): number {
  const uuid = parseEventId(eventId);
  if (uuid === null) throw new Error(`the server gave an event an id that is none: ${eventId}`);
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

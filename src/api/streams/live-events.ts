import { isLater, printSnapshot, seeThrough } from '../../domain/cursors/database-snapshot.ts';
import {
  decodeEventCursor,
  EVENT_CURSOR_LIFE_MS,
  type EventPlace,
  encodeEventCursor,
} from '../../domain/cursors/event-cursor.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import { instantToMs } from '../../domain/values/instant.ts';
import {
  type EventLook,
  type FollowedEvent,
  listFollowedEvents,
  lookAtEvents,
} from '../../store/events/followed-events.ts';
import type { ApiParts, Principal } from '../parts.ts';
import { presentEvent } from '../presenters/webhook.ts';
import { cutToGrain, type LiveSource, message } from './live-stream.ts';

/** Events fetched at once, and what their last transaction wrote besides. */
const BATCH = 100;

/** The events that a request asks for. A place is one of the whole log, so a cursor fits every filter. */
export interface EventRequest {
  readonly principal: Principal;
  readonly type: string | null;
  readonly connectionId: string | null;
}

type FollowParts = Pick<ApiParts, 'sql' | 'now' | 'cursorKeys' | 'shareRead' | 'listenToEvents'>;

/** Where a reader begins: with what comes from now on, or right after a cursor. */
export async function findEventStart(
  cursor: string | undefined,
  { principal }: Pick<EventRequest, 'principal'>,
  parts: FollowParts,
): Promise<EventPlace | Refusal> {
  const place = cursor === undefined ? undefined : decodeEventCursor(cursor, principal, parts.cursorKeys);
  if (place === null) return NOT_ISSUED;
  const look = await lookNow(principal, parts);
  if (place === undefined) return placeAt(look);
  if (look.nowMs - place.issuedAtMs > EVENT_CURSOR_LIFE_MS) return EXPIRED;
  return isOfHistory(place, look) ? place : UNDONE;
}

/** The event log from a place on. Every event comes once, at whatever moment and in whatever order writers commit. */
export function followEvents(start: EventPlace, request: EventRequest, parts: FollowParts): LiveSource {
  let place = start;
  const { principal } = request;
  const cursor = () => encodeEventCursor(place, principal, parts.cursorKeys);
  return {
    cursor,
    // Where few events pass the filter, the client stays as young as the log by this alone.
    signOfLife: () => Buffer.from(`id: ${cursor()}\n: keep-alive\n\n`),
    listen: () => parts.listenToEvents(principal),
    readNext: async () => {
      const look = await lookNow(principal, parts);
      if (!isOfHistory(place, look)) return UNDONE;
      const batch = await readBatch(place, look, request, parts);
      place = batch.next;
      return batch;
    },
  };
}

interface DatedLook extends EventLook {
  /** The tenant's time, not later than the look. */
  readonly nowMs: number;
}

/**
 * Listeners that are woken together look together, and are in one place from then on. No look begins before it is asked for, so it is later
 * than any place that was issued by then, wherever that was.
 */
function lookNow(principal: Principal, parts: FollowParts): Promise<DatedLook> {
  const { organizationId, environment } = principal;
  return parts.shareRead(JSON.stringify(['events now', organizationId, environment]), async () => {
    const nowMs = instantToMs(await parts.now(principal));
    return { ...(await lookAtEvents(parts.sql)), nowMs };
  });
}

function placeAt({ decided, era, nowMs }: DatedLook): EventPlace {
  return { seen: decided, era, issuedAtMs: cutToGrain(nowMs) };
}

/** False when the database was brought back to a state before the place, or is another one. */
function isOfHistory({ seen, era }: EventPlace, look: EventLook): boolean {
  return era === look.era && isLater(look.decided, seen);
}

interface Batch {
  readonly messages: Buffer;
  readonly next: EventPlace;
  readonly hasMore: boolean;
}

function readBatch(place: EventPlace, look: DatedLook, request: EventRequest, parts: FollowParts): Promise<Batch> {
  const { principal, type, connectionId } = request;
  const seen = printSnapshot(place.seen);
  const decided = printSnapshot(look.decided);
  if (seen === decided) return Promise.resolve({ messages: NOTHING, next: placeAt(look), hasMore: false });
  const { organizationId, environment } = principal;
  const at = [seen, place.issuedAtMs, decided];
  const key = JSON.stringify(['events', organizationId, environment, type, connectionId, at]);
  return parts.shareRead(key, async () => {
    const range = { before: place.seen, now: look.decided, type, connectionId };
    const events = await listFollowedEvents(parts.sql, principal, range, BATCH);
    return renderBatch(events, { place, look }, (reached) => encodeEventCursor(reached, principal, parts.cursorKeys));
  });
}

const NOTHING = Buffer.alloc(0);

/** A cursor between two events of one transaction lies before both: so much comes again to those who go on from there. */
function renderBatch(
  events: readonly FollowedEvent[],
  { place, look }: { readonly place: EventPlace; readonly look: DatedLook },
  cursorOf: (reached: EventPlace) => string,
): Batch {
  const hasMore = events.length >= BATCH;
  let next = place;
  let cursor: string | null = null;
  const messages = events.map((event, index) => {
    const following = events[index + 1];
    if (following?.writtenBy !== event.writtenBy) {
      // In the middle of a catch-up the place gets no younger: what is still to come may be as old as before.
      next = following === undefined && !hasMore ? placeAt(look) : passTransaction(place, look, event.writtenBy);
      cursor = null;
    }
    cursor ??= cursorOf(next);
    return message(event.type, JSON.stringify(presentEvent(event)), cursor);
  });
  return { messages: Buffer.concat(messages), next: hasMore ? next : placeAt(look), hasMore };
}

function passTransaction(place: EventPlace, look: EventLook, last: bigint): EventPlace {
  return { ...place, seen: seeThrough(place.seen, look.decided, last) };
}

const NOT_ISSUED: Refusal = refuse(
  'invalid_cursor',
  'The cursor is damaged, or was issued for another log. Send the id of the last message as it is, or leave it out to begin with what comes from now on.',
  [{ location: 'query', field: 'cursor', message: 'was not issued for this log' }],
);

const EXPIRED: Refusal = refuse(
  'cursor_expired',
  'The cursor was issued more than 29 days ago, and what came since may be gone. Begin without one; the list of events shows what there is.',
  [{ location: 'query', field: 'cursor', message: 'has expired' }],
);

const UNDONE: Refusal = refuse(
  'cursor_expired',
  'The database was moved, or brought back to an earlier state, after the cursor was issued. Begin without one; the list of events shows what there is.',
  [{ location: 'query', field: 'cursor', message: 'was issued before the database was moved or brought back' }],
);

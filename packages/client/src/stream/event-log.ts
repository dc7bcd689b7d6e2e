import { OPERATIONS } from '../operations.ts';
import type { Transport } from '../transport.ts';
import type { LoggedEvent, Schemas } from '../wire.ts';
import type { LiveKind } from './connection.ts';
import type { LiveOptions } from './live.ts';
import { connectOnce, type LiveMessage, listenForever } from './messages.ts';

/** Which events, and from where. */
export interface EventSelection {
  /** Place to go on from; fits every selection. Without one, what comes from now on. */
  readonly cursor?: string | null | undefined;
  readonly type?: Schemas['WebhookEventType'] | undefined;
  readonly connectionId?: string | null | undefined;
}

/** The event log as it grows. Every event comes at least once: drop repeats by their `id`. */
export interface EventStream {
  /** Events as they are committed, without end; connects again by itself and misses nothing. */
  live(input?: EventSelection, options?: LiveOptions): AsyncGenerator<LiveMessage<LoggedEvent>, void, void>;
  /** One connection, until it ends. */
  connect(
    input?: EventSelection,
    options?: LiveOptions & { readonly lastEventId?: string | undefined },
  ): AsyncGenerator<LiveMessage<LoggedEvent>, void, void>;
}

/** Messages about the stream itself are named like this; all others are types of events. */
const ABOUT_THE_STREAM = 'stream.';

const EVENTS: LiveKind = {
  route: OPERATIONS.streamEvents,
  isEvent: (message) => !message.startsWith(ABOUT_THE_STREAM),
};

/** The live event log. `live` connects again by itself, `connect` ends with its connection. */
export function createEventStream(transport: Transport): EventStream {
  return {
    live: (input = {}, options = {}) => listenForever<LoggedEvent>(transport, EVENTS, { ...input }, options),
    connect: (input = {}, options = {}) => connectOnce<LoggedEvent>(transport, EVENTS, { ...input }, options),
  };
}

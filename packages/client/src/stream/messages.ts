import type { RequestInput } from '../request.ts';
import type { Transport } from '../transport.ts';
import type { TransactionEvent } from '../wire.ts';
import { type LiveBatch, type LiveKind, readLiveConnection } from './connection.ts';
import { type LiveOptions, readLive } from './live.ts';

/** One message of a live stream. */
export type LiveMessage<Event = TransactionEvent> =
  /** The stream is open; what is committed from now on will come. Comes again after a break. */
  | { readonly type: 'open'; readonly cursor: string }
  /** An event, and the place right after it. */
  | { readonly type: 'event'; readonly event: Event; readonly cursor: string };

/** Messages without end, over as many connections as it takes. */
export async function* listenForever<Event>(
  transport: Transport,
  kind: LiveKind,
  input: RequestInput,
  options: LiveOptions,
): AsyncGenerator<LiveMessage<Event>, void, void> {
  for await (const batch of readLive<Event>(transport, kind, input, options)) yield* toMessages(batch);
}

/** Messages of one connection, until it ends. */
export async function* connectOnce<Event>(
  transport: Transport,
  kind: LiveKind,
  input: RequestInput,
  options: LiveOptions & { readonly lastEventId?: string | undefined },
): AsyncGenerator<LiveMessage<Event>, void, void> {
  const { lastEventId = null, silenceTimeoutMs = 45_000, signal } = options;
  const batches = readLiveConnection<Event>(transport, kind, input, { lastEventId, silenceTimeoutMs, signal });
  for await (const batch of batches) yield* toMessages(batch);
}

function* toMessages<Event>({ openedAt, events }: LiveBatch<Event>): Generator<LiveMessage<Event>, void, void> {
  if (openedAt !== null) yield { type: 'open', cursor: openedAt };
  for (const { event, cursor } of events) yield { type: 'event', event, cursor };
}

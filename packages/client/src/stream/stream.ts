import type { RequestInput } from '../request.ts';
import type { Transport } from '../transport.ts';
import type { TransactionEvent } from '../wire.ts';
import { type LiveBatch, readLiveConnection } from './connection.ts';
import { type LiveOptions, readLive } from './live.ts';
import { type PagesInput, type PagesOptions, readPages, type StreamPage, type StreamSelection } from './pages.ts';

/** One message of the live stream. */
export type LiveMessage =
  /** The stream is open; what is committed from now on will come. Comes again after a break. */
  | { readonly type: 'open'; readonly cursor: string }
  /** A change, and the place right after it. */
  | { readonly type: 'event'; readonly event: TransactionEvent; readonly cursor: string };

export type LiveInput = Omit<StreamSelection, 'from'>;

/** The change stream of all transactions, in its forms. */
export interface TransactionStream {
  /** Page after page, for whoever saves the cursor after each. */
  pages(input?: PagesInput, options?: PagesOptions): AsyncGenerator<StreamPage, void, void>;
  /** The events of the pages, for whoever only looks: the place is known between pages only. */
  events(input?: PagesInput, options?: PagesOptions): AsyncGenerator<TransactionEvent, void, void>;
  /** Changes as they are committed, without end; connects again by itself and misses nothing. */
  live(input?: LiveInput, options?: LiveOptions): AsyncGenerator<LiveMessage, void, void>;
  /** One connection, until it ends. */
  connect(
    input?: LiveInput,
    options?: LiveOptions & { readonly lastEventId?: string | undefined },
  ): AsyncGenerator<LiveMessage, void, void>;
}

export function createStream(transport: Transport): TransactionStream {
  return {
    pages: (input = {}, options = {}) => readPages(transport, input, options),
    async *events(input = {}, options = {}) {
      for await (const page of readPages(transport, input, options)) yield* page.events;
    },
    async *live(input = {}, options = {}) {
      for await (const batch of readLive(transport, toRequest(input), options)) yield* toMessages(batch);
    },
    async *connect(input = {}, options = {}) {
      const { lastEventId = null, silenceTimeoutMs = 45_000, signal } = options;
      const batches = readLiveConnection(transport, toRequest(input), { lastEventId, silenceTimeoutMs, signal });
      for await (const batch of batches) yield* toMessages(batch);
    },
  };
}

function toRequest(input: LiveInput): RequestInput {
  return { ...input };
}

function* toMessages({ openedAt, events }: LiveBatch): Generator<LiveMessage, void, void> {
  if (openedAt !== null) yield { type: 'open', cursor: openedAt };
  for (const { event, cursor } of events) yield { type: 'event', event, cursor };
}

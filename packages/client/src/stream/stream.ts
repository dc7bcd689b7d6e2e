import type { Transport } from '../transport.ts';
import type { TransactionEvent } from '../wire.ts';
import { CHANGES } from './changes.ts';
import type { LiveOptions } from './live.ts';
import { connectOnce, type LiveMessage, listenForever } from './messages.ts';
import { type PagesInput, type PagesOptions, readPages, type StreamPage, type StreamSelection } from './pages.ts';

/** As for pages, but without `from`: a live stream begins where its cursor says, or now. */
export type LiveInput = Omit<StreamSelection, 'from'>;

/** The change stream of all transactions, in its forms. */
export interface TransactionStream {
  /** Page after page, for whoever saves the cursor after each. */
  pages(input?: PagesInput, options?: PagesOptions): AsyncGenerator<StreamPage, void, void>;
  /** The events of the pages, for whoever only looks: the place is known between pages only. */
  events(input?: PagesInput, options?: PagesOptions): AsyncGenerator<TransactionEvent, void, void>;
  /** Changes as they are committed, without end; connects again by itself and misses nothing. */
  live(input?: LiveInput, options?: LiveOptions): AsyncGenerator<LiveMessage<TransactionEvent>, void, void>;
  /** One connection, until it ends. */
  connect(
    input?: LiveInput,
    options?: LiveOptions & { readonly lastEventId?: string | undefined },
  ): AsyncGenerator<LiveMessage<TransactionEvent>, void, void>;
}

/** The change stream: as pages, as single events, or live. `live` connects again by itself, `connect` ends with its connection. */
export function createStream(transport: Transport): TransactionStream {
  return {
    pages: (input = {}, options = {}) => readPages(transport, input, options),
    async *events(input = {}, options = {}) {
      for await (const page of readPages(transport, input, options)) yield* page.events;
    },
    live: (input = {}, options = {}) => listenForever<TransactionEvent>(transport, CHANGES, { ...input }, options),
    connect: (input = {}, options = {}) => connectOnce<TransactionEvent>(transport, CHANGES, { ...input }, options),
  };
}

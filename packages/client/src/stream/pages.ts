import { sleep } from '../clock.ts';
import { OPERATIONS } from '../operations.ts';
import { type CallOptions, call, type Transport } from '../transport.ts';
import type { TransactionEvent, TransactionPage } from '../wire.ts';
import { CHANGES } from './changes.ts';
import { type LiveOptions, readLive } from './live.ts';

/** Which part of the change stream, and from where. */
export interface StreamSelection {
  /** Place to go on from. Without one, and without `from`, the first page is empty and gives the head. */
  readonly cursor?: string | null | undefined;
  readonly from?: 'beginning' | undefined;
  readonly accountId?: string | null | undefined;
  readonly connectionId?: string | null | undefined;
  readonly fields?: string | readonly string[] | null | undefined;
}

/** Which part of the change stream to read, and what to do at its end. */
export interface PagesInput extends StreamSelection {
  /** Most events of a page. */
  readonly limit?: number | undefined;
  /**
   * What to do when there is nothing more: end (the default), ask again after `pollIntervalMs`, or be told by the live
   * stream at once.
   */
  readonly follow?: 'poll' | 'live' | undefined;
  readonly pollIntervalMs?: number | undefined;
}

export type PagesOptions = CallOptions & LiveOptions;

/** Events in stream order and the place after them. */
export type StreamPage = Pick<TransactionPage, 'events' | 'nextCursor' | 'hasMore'>;

const POLL_INTERVAL_MS = 5_000;
/**
 * A live stream that says nothing gives no new cursor, and cursors expire after 90 days: asking for a page this often keeps
 * the saved one young, and would mend a stream that fell silent without breaking.
 */
const LIVE_REFRESH_MS = 3_600_000;

/** Pages of the change stream, each to be applied before its `nextCursor` is saved. See `PagesInput` for where it ends. */
export async function* readPages(
  transport: Transport,
  input: PagesInput,
  options: PagesOptions,
): AsyncGenerator<StreamPage, void, void> {
  const { follow, pollIntervalMs = POLL_INTERVAL_MS, from, cursor: start, ...selection } = input;
  let cursor = start ?? null;
  for (;;) {
    const place = cursor === null ? { from } : { cursor };
    // The server answers by the contract, from which the type comes.
    const page = (await call(
      transport,
      OPERATIONS.syncTransactions,
      { ...selection, ...place },
      options,
    )) as TransactionPage;
    yield page;
    cursor = page.nextCursor;
    if (page.hasMore) continue;
    if (follow === undefined) return;
    if (follow === 'poll') await sleep(transport.clock, pollIntervalMs, options.signal);
    else cursor = yield* readLivePages(transport, { ...selection, cursor }, options);
  }
}

/** What the live stream brings, as pages, until it is time to ask for a page again. Returns the cursor reached. */
async function* readLivePages(
  transport: Transport,
  { limit: _, ...input }: Pick<PagesInput, 'limit'> & StreamSelection & { readonly cursor: string },
  options: PagesOptions,
): AsyncGenerator<StreamPage, string, void> {
  let { cursor } = input;
  const pause = new AbortController();
  const stop = () => pause.abort(options.signal?.reason);
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  const cancelRefresh = transport.clock.schedule(LIVE_REFRESH_MS, () => pause.abort(REFRESH));
  try {
    for await (const batch of readLive<TransactionEvent>(transport, CHANGES, input, {
      ...options,
      signal: pause.signal,
    })) {
      const last = batch.events.at(-1);
      if (last === undefined) continue;
      cursor = last.cursor;
      yield { events: batch.events.map(({ event }) => event), nextCursor: cursor, hasMore: false };
    }
  } catch (error) {
    if (error !== REFRESH) throw error;
  } finally {
    cancelRefresh();
    options.signal?.removeEventListener('abort', stop);
  }
  return cursor;
}

const REFRESH = new Error('time to ask for a page');

import { type Refusal, refuse } from '../domain/refusal.ts';
import type { StreamPlace } from '../domain/stream-cursor.ts';
import { presentError } from './error-response.ts';
import type { ApiParts } from './parts.ts';
import { cursorAt, readPage, type StreamRequest } from './stream-page.ts';
import { refusalOfError } from './thrown-error.ts';

/** A comment comes at least this often; the contract promises fifteen seconds. */
const HEARTBEAT_MS = 10_000;
/** A revoked key ends its streams within five seconds: this, and the age of a shared answer about the key. */
const KEY_CHECK_MS = 2_000;
/** The stream is read without a call as well, should a dead connection to the database keep all calls away. */
const READ_ANYWAY_MS = 30_000;
/** Changes fetched at once. The next ones are fetched when these are on their way, so a slow client costs no memory. */
const BATCH = 100;
/** Cursors of live streams are dated to the minute, so that listeners that have caught up stand in one place. */
const CURSOR_GRAIN_MS = 60_000;

export interface LiveParts {
  readonly parts: ApiParts;
  readonly request: StreamRequest;
  readonly requestId: string;
  /** Fires when nobody listens any more, or the service stops. */
  readonly signal: AbortSignal;
}

/**
 * Messages of one live stream, made as they are taken: a client that falls behind gets fewer events, never wrong ones.
 * The last message says why the stream ends, unless the client has left.
 */
export async function* tellChanges(start: StreamPlace, live: LiveParts): AsyncGenerator<Buffer> {
  const nextCursor = cursorAt(start, live.request, live.parts);
  yield message('stream.open', JSON.stringify({ nextCursor }), nextCursor);
  try {
    yield farewell(yield* follow(start, live), live);
  } catch (error) {
    const { refusal, unexpected } = refusalOfError(error, 0);
    if (unexpected) live.parts.log.error({ err: error, requestId: live.requestId }, 'a live stream broke');
    yield farewell(refusal, live);
  }
}

/** Tells changes until there is a reason to end, which it returns. */
async function* follow(start: StreamPlace, live: LiveParts): AsyncGenerator<Buffer, Refusal> {
  const { parts, request, signal } = live;
  const listener = parts.listenToStream(request.principal);
  try {
    let place = start;
    const spoke = createWatch(parts);
    const read = createWatch(parts);
    const checked = createWatch(parts);
    let mayHaveMoved = true;
    for (;;) {
      if (mayHaveMoved) {
        const batch = await readBatch(place, live);
        if ('refused' in batch) return batch;
        if (batch.messages.length > 0) {
          yield batch.messages;
          spoke.restart();
        }
        place = batch.next;
        mayHaveMoved = batch.hasMore;
        read.restart();
      }
      if (signal.aborted) return refuse('unavailable', 'The service is stopping. Connect again.');
      if (checked.hasRun(KEY_CHECK_MS)) {
        const refusal = REFUSAL_OF_KEY[await parts.recheckKey(request.principal)];
        if (refusal !== null) return refusal;
        checked.restart();
      }
      if (spoke.hasRun(HEARTBEAT_MS)) {
        yield HEARTBEAT;
        spoke.restart();
      }
      if (!mayHaveMoved) mayHaveMoved = (await listener.moved(KEY_CHECK_MS, signal)) || read.hasRun(READ_ANYWAY_MS);
    }
  } finally {
    listener.leave();
  }
}

const HEARTBEAT = Buffer.from(': keep-alive\n\n');

const REFUSAL_OF_KEY = {
  inForce: null,
  expired: refuse('api_key_expired', 'The API key has expired.'),
  revoked: refuse('api_key_revoked', 'The API key was revoked.'),
} as const;

interface Batch {
  readonly messages: Buffer;
  readonly next: StreamPlace;
  readonly hasMore: boolean;
}

/** The next changes as messages. Listeners of the same stream at the same place get the very same bytes. */
function readBatch(place: StreamPlace, { parts, request }: LiveParts): Promise<Batch | Refusal> {
  const { organizationId, environment } = request.principal;
  const { accountId, connectionId, selection } = request;
  const { position, since, issuedAtMs } = place;
  const fields = selection === null ? null : [...selection];
  const at = [String(position), String(since), issuedAtMs];
  const key = JSON.stringify([organizationId, environment, accountId, connectionId, fields, at]);
  return parts.shareRead(key, () => renderBatch(place, request, parts));
}

async function renderBatch(place: StreamPlace, request: StreamRequest, parts: ApiParts): Promise<Batch | Refusal> {
  const page = await readPage(place, BATCH, request, parts);
  if ('refused' in page) return page;
  const next = page.hasMore ? page.next : { ...page.next, issuedAtMs: cutToGrain(page.next.issuedAtMs) };
  const messages = page.items.map((item, index) => {
    // After its last change the client has caught up, which the cursor has to say.
    const after = !page.hasMore && index === page.items.length - 1 ? next : item.after;
    return message(item.type, item.json, cursorAt(after, request, parts));
  });
  return { messages: Buffer.concat(messages), next, hasMore: page.hasMore };
}

/** Never later than it is: a cursor may expire a minute early, but it does not outlive a tombstone. */
function cutToGrain(issuedAtMs: number): number {
  return issuedAtMs - (issuedAtMs % CURSOR_GRAIN_MS);
}

/** The last message: the error that ended the stream, in the form of every error body. */
function farewell(refusal: Refusal, { parts, requestId }: LiveParts): Buffer {
  return message('stream.close', presentError(refusal, requestId, parts.documentationBaseUrl).body, null);
}

function message(event: string, data: string, id: string | null): Buffer {
  return Buffer.from(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
}

/** Tells how long something is ago. A clock that is set back makes it seem long ago, which does no harm. */
function createWatch({ nowMs }: Pick<ApiParts, 'nowMs'>) {
  let startedMs = nowMs();
  return {
    restart: () => {
      startedMs = nowMs();
    },
    hasRun: (ms: number) => {
      const elapsedMs = nowMs() - startedMs;
      return elapsedMs >= ms || elapsedMs < 0;
    },
  };
}

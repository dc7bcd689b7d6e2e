import { Readable } from 'node:stream';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { TenantListener } from '../../store/tenant-bell.ts';
import { REFUSAL_OF_CALLER } from '../callers/caller-refusal.ts';
import { presentError } from '../http/error-response.ts';
import { refusalOfError } from '../http/thrown-error.ts';
import type { ApiParts, Principal } from '../parts.ts';

/** Something is said at least this often; the contract promises fifteen seconds. */
const HEARTBEAT_MS = 10_000;
/** A revoked key ends its streams within five seconds: this, and the age of a shared answer about the key. */
const KEY_CHECK_MS = 2_000;
/** A stream is read without a call as well, should a dead connection to the database keep all calls away. */
const READ_ANYWAY_MS = 30_000;
/** By how much a timer may end early by the clock: both are cut to milliseconds, each at a place of its own. */
const CLOCK_GRAIN_MS = 2;
/** Cursors of live streams are dated to the minute, so that listeners that have caught up stand in one place. */
const CURSOR_GRAIN_MS = 60_000;

/** Something that can be followed, and how far one reader has come. */
export interface LiveSource {
  /** Cursor of the place that the reader has reached. */
  cursor(): string;
  /** Hears from now on when there may be more. */
  listen(): TenantListener;
  /** The next messages, which count as told from then on; none when the reader has caught up. */
  readNext(): Promise<{ readonly messages: Buffer; readonly hasMore: boolean } | Refusal>;
  /** What is said when there is nothing to tell, with a line of comment. */
  signOfLife(): Buffer;
}

/** What a live stream takes of its request. */
export interface LiveContext {
  readonly parts: ApiParts;
  readonly principal: Principal;
  readonly requestId: string;
  /** Fires when nobody listens any more, or the service stops. */
  readonly signal: AbortSignal;
}

/** An answer whose messages are made as they are taken. The last one says why it ends, unless the client has left. */
export function answerLive(source: LiveSource, context: LiveContext) {
  const stream = Readable.from(tell(source, context), { objectMode: false });
  return { status: 200, stream, contentType: 'text/event-stream' } as const;
}

async function* tell(source: LiveSource, context: LiveContext): AsyncGenerator<Buffer> {
  const nextCursor = source.cursor();
  yield message('stream.open', JSON.stringify({ nextCursor }), nextCursor);
  try {
    yield farewell(yield* follow(source, context), context);
  } catch (error) {
    const { refusal, unexpected } = refusalOfError(error, 0);
    if (unexpected) context.parts.log.error({ err: error, requestId: context.requestId }, 'a live stream broke');
    yield farewell(refusal, context);
  }
}

/** Tells what comes until there is a reason to end, which it returns. */
async function* follow(source: LiveSource, context: LiveContext): AsyncGenerator<Buffer, Refusal> {
  const { parts, principal, signal } = context;
  const listener = source.listen();
  try {
    const spoke = createWatch(parts);
    const read = createWatch(parts);
    const checked = createWatch(parts);
    let mayHaveMoved = true;
    for (;;) {
      if (mayHaveMoved) {
        const batch = await source.readNext();
        if ('refused' in batch) return batch;
        if (batch.messages.length > 0) {
          yield batch.messages;
          spoke.restart();
        }
        mayHaveMoved = batch.hasMore;
        read.restart();
      }
      if (signal.aborted) return refuse('unavailable', 'The service is stopping. Connect again.');
      if (checked.hasRun(KEY_CHECK_MS)) {
        const refusal = REFUSAL_OF_CALLER[await parts.recheckCaller(principal)];
        if (refusal !== null) return refusal;
        checked.restart();
      }
      if (spoke.hasRun(HEARTBEAT_MS)) {
        yield source.signOfLife();
        spoke.restart();
      }
      if (!mayHaveMoved) mayHaveMoved = (await listener.moved(KEY_CHECK_MS, signal)) || read.hasRun(READ_ANYWAY_MS);
    }
  } finally {
    listener.leave();
  }
}

export const KEEP_ALIVE = Buffer.from(': keep-alive\n\n');

/** Never later than it is: a cursor may expire a minute early, but it does not outlive what it needs. */
export function cutToGrain(issuedAtMs: number): number {
  return issuedAtMs - (issuedAtMs % CURSOR_GRAIN_MS);
}

/** The last message: the error that ended the stream, in the form of every error body. */
function farewell(refusal: Refusal, { parts, requestId }: LiveContext): Buffer {
  return message('stream.close', presentError(refusal, requestId, parts.documentationBaseUrl()).body, null);
}

/** One server-sent event. `data` is a single line, as JSON without indentation is; without an id the place of the reader stays. */
export function message(event: string, data: string, id: string | null): Buffer {
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
      return elapsedMs >= ms - CLOCK_GRAIN_MS || elapsedMs < 0;
    },
  };
}

import { readAnswer, readFacts, readStreamError } from '../answer.ts';
import { CausewayError } from '../errors.ts';
import { createGuard, type Guard } from '../guard.ts';
import type { OperationRoute } from '../operations.ts';
import { type PreparedRequest, prepareRequest, type RequestInput } from '../request.ts';
import { authorization, send, type Transport } from '../transport.ts';
import { createSseParser, type SseMessage } from './sse-parser.ts';

/** An operation that answers with a live stream, and which of its messages carry events. */
export interface LiveKind {
  readonly route: OperationRoute;
  isEvent(message: string): boolean;
}

/** An event and the place right after it. */
export interface LiveEvent<Event> {
  readonly event: Event;
  readonly cursor: string;
}

/** What came in one piece over a live connection; without an event it was the opening or a sign of life. */
export interface LiveBatch<Event> {
  /** Where the stream opened, if it did in this piece. */
  readonly openedAt: string | null;
  /** In stream order. */
  readonly events: readonly LiveEvent<Event>[];
  /** The place reached after this piece; null when the server has named none yet. */
  readonly reached: string | null;
}

export interface LiveConnectionOptions {
  /** Place to go on from; wins over a cursor in the input. */
  readonly lastEventId: string | null;
  /** The server speaks at least every 15 seconds; longer silence than this means that the line is dead. */
  readonly silenceTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** An event is one transaction, or less; a message longer than this is none. */
const MAX_MESSAGE_LENGTH = 1_048_576;

/**
 * Opens the live stream once and gives what comes, until the server hangs up. Reads only as fast as the caller takes.
 * Throws CausewayError for an error answer or a closing error, CausewayNetworkError when the line breaks or falls silent.
 */
export async function* readLiveConnection<Event>(
  transport: Transport,
  kind: LiveKind,
  input: RequestInput,
  options: LiveConnectionOptions,
): AsyncGenerator<LiveBatch<Event>, void, void> {
  const { lastEventId } = options;
  const resume: Record<string, string> = lastEventId === null ? {} : { 'last-event-id': lastEventId };
  const request = prepareRequest(transport.baseUrl, kind.route, input, {
    ...authorization(transport),
    ...resume,
  });
  const guard = createGuard(transport.clock, request.operation, options.signal);
  try {
    const reader = await open(transport, request, guard);
    const decoder = new TextDecoder();
    const parser = createSseParser({ maxLength: MAX_MESSAGE_LENGTH });
    for (;;) {
      const { done, value } = await guard.run(options.silenceTimeoutMs, () => reader.read());
      if (done) return;
      const messages = parser.push(decoder.decode(value, { stream: true }));
      yield* toBatch<Event>(messages, { kind, operation: request.operation, reached: parser.lastEventId() || null });
    }
  } finally {
    guard.release();
  }
}

async function open(transport: Transport, request: PreparedRequest, guard: Guard) {
  const response = await guard.run(transport.timeoutMs, (signal) => send(transport, request, signal));
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (response.ok && isStream && response.body !== null) return response.body.getReader();
  const text = await guard.run(transport.timeoutMs, () => response.text());
  readAnswer(request.operation, readFacts(response), text, transport.clock);
  throw unexpected(request.operation, response.status, 'The answer is no event stream.');
}

/** The messages of one piece as one batch. What came before a closing error is given first. */
function* toBatch<Event>(
  messages: readonly SseMessage[],
  {
    kind,
    operation,
    reached,
  }: { readonly kind: LiveKind; readonly operation: string; readonly reached: string | null },
): Generator<LiveBatch<Event>, void, void> {
  const closing = messages.find(({ event }) => event === 'stream.close');
  const before = closing === undefined ? messages : messages.slice(0, messages.indexOf(closing));
  const openedAt = before.find(({ event }) => event === 'stream.open')?.lastEventId ?? null;
  const events = before
    .filter(({ event }) => kind.isEvent(event))
    .map(({ data, lastEventId }) => ({ event: readEvent<Event>(operation, data), cursor: lastEventId }));
  if (closing === undefined || before.length > 0) yield { openedAt, events, reached };
  if (closing !== undefined)
    throw readStreamError(operation, closing.data) ?? unexpected(operation, 200, 'The stream closed without a reason.');
}

function readEvent<Event>(operation: string, data: string): Event {
  try {
    // The server answers by the contract, from which the type comes.
    return JSON.parse(data) as Event;
  } catch (cause) {
    throw Object.assign(unexpected(operation, 200, 'An event of the stream is no JSON.'), { cause });
  }
}

function unexpected(operation: string, status: number, message: string): CausewayError {
  const nothing = { requestId: null, details: [], documentationUrl: null, retryAfterSeconds: null };
  return new CausewayError({ ...nothing, operation, status, message, code: 'unexpected_response' });
}

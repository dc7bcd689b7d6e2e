import { sleep } from '../clock.ts';
import { CausewayError, isPassing } from '../errors.ts';
import type { RequestInput } from '../request.ts';
import { jitterMs, retryDelayMs } from '../retry.ts';
import type { Transport } from '../transport.ts';
import { type LiveBatch, type LiveKind, readLiveConnection } from './connection.ts';

/** When a live stream ends, and what to hear of its breaks. */
export interface LiveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Silence after which the line counts as dead; three times the server's longest silence by default. */
  readonly silenceTimeoutMs?: number | undefined;
  /** Told of every wait before another connection. */
  readonly onReconnect?: ((wait: { readonly delayMs: number; readonly cause: unknown }) => void) | undefined;
}

const SILENCE_TIMEOUT_MS = 45_000;
/** A server that asks for more patience than this is asked again after this. */
const MAX_WAIT_MS = 60_000;

/**
 * The live stream without end: connects again after every break, from the last event that was taken. Throws only what
 * another try cannot mend: CausewayError such as `api_key_revoked` or `cursor_expired`, or the signal's reason.
 */
export async function* readLive<Event>(
  transport: Transport,
  kind: LiveKind,
  input: RequestInput,
  options: LiveOptions = {},
): AsyncGenerator<LiveBatch<Event>, void, void> {
  const silenceTimeoutMs = options.silenceTimeoutMs ?? SILENCE_TIMEOUT_MS;
  let lastEventId: string | null = null;
  for (let failures = 0; ; failures += 1) {
    let cause: unknown = null;
    try {
      for await (const batch of readLiveConnection<Event>(transport, kind, input, {
        lastEventId,
        silenceTimeoutMs,
        signal: options.signal,
      })) {
        // A server that only opens and hangs up has not recovered.
        if (batch.openedAt === null || batch.events.length > 0) failures = 0;
        lastEventId = batch.reached ?? lastEventId;
        yield batch;
      }
    } catch (error) {
      if (!canReconnect(error)) throw error;
      cause = error;
    }
    const delayMs = waitMs(transport, failures, cause);
    options.onReconnect?.({ delayMs, cause });
    await sleep(transport.clock, delayMs, options.signal);
  }
}

/** A server's own fault passes, too: nobody watches a stream that has to run for months. */
function canReconnect(error: unknown): boolean {
  return isPassing(error) || (error instanceof CausewayError && error.code === 'internal_error');
}

function waitMs(transport: Transport, failures: number, cause: unknown): number {
  const policy = { ...transport.retry, maxDelayMs: MAX_WAIT_MS };
  const asked = retryDelayMs(cause, failures, policy, transport.random);
  if (asked !== null) return asked;
  return cause instanceof CausewayError && cause.retryAfterSeconds !== null
    ? MAX_WAIT_MS
    : jitterMs(failures, policy, transport.random);
}

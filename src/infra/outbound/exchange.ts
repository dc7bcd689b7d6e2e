import type { Agent, Dispatcher } from 'undici';
import { flattenHeaders } from '../flatten-headers.ts';
import { describeFailure } from './describe-failure.ts';
import type { OutboundOutcome, OutboundRequest } from './outbound-request.ts';

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/**
 * Makes one POST and takes the answer in, up to its bound. Speaks to undici's dispatcher itself: the streams that `request` makes of
 * every answer take as long as all the rest, for a few bytes that are mostly not there.
 */
export function exchange(wanted: OutboundRequest, url: URL, agent: Agent): Promise<OutboundOutcome> {
  const { signal, timeoutMs, headers, body } = wanted;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<OutboundOutcome>();
  const taking = new AnswerTaking(wanted.maxBodyBytes, (outcome) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    resolve(outcome);
  });
  const timer = setTimeout(() => {
    taking.end({ kind: 'failed', code: 'timeout', message: `No whole answer came in ${timeoutMs} ms.` });
  }, timeoutMs);
  const giveUp = () => {
    // The caller's own abort is no outcome of the network.
    reject(signal?.reason);
    taking.end({ kind: 'failed', code: 'unreachable', message: 'The caller has given up.' });
  };
  signal?.addEventListener('abort', giveUp);
  const path = url.pathname + url.search;
  try {
    agent.dispatch({ origin: url.origin, path, method: 'POST', headers: { ...headers }, body }, taking);
  } catch (error) {
    taking.end({ kind: 'failed', ...describeFailure(error) });
  }
  return promise;
}

/** What becomes of one request. It ends once; what comes after that closes the connection and is not heard. */
class AnswerTaking implements Dispatcher.DispatchHandler {
  readonly #maxBodyBytes: number;
  readonly #onEnd: (outcome: OutboundOutcome) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: Headers = {};
  #controller: Dispatcher.DispatchController | null = null;
  #hasEnded = false;

  constructor(maxBodyBytes: number, onEnd: (outcome: OutboundOutcome) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onEnd = onEnd;
  }

  /** Ends the exchange with this outcome, unless it has ended; a request that is still under way is broken off. */
  end(outcome: OutboundOutcome): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onEnd(outcome);
    this.#controller?.abort(new Error('the exchange is over'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a connection: nothing of it is sent.
    if (this.#hasEnded) controller.abort(new Error('the exchange is over'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // Others come before the answer itself.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#hasEnded) return;
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size > this.#maxBodyBytes) this.end(this.#answer());
  }

  onResponseEnd(): void {
    // There is nothing left to break off.
    this.#controller = null;
    this.end(this.#answer());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#controller = null;
    this.end({ kind: 'failed', ...describeFailure(error) });
  }

  #answer(): OutboundOutcome {
    return {
      kind: 'answered',
      status: this.#status,
      headers: flattenHeaders(this.#headers),
      body: Buffer.concat(this.#chunks).subarray(0, this.#maxBodyBytes),
      isCut: this.#size > this.#maxBodyBytes,
    };
  }
}

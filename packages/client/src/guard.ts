import type { Clock } from './clock.ts';
import { CausewayNetworkError } from './errors.ts';

/** Runs the steps of one HTTP exchange, each within its time, until it is released. */
export interface Guard {
  /**
   * Does one step. Throws the caller's reason when the caller has aborted, otherwise CausewayNetworkError; after either
   * the exchange is over.
   */
  run<T>(timeoutMs: number, step: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Ends the exchange, whatever state it is in. */
  release(): void;
}

const TIMED_OUT = new Error('timed out');
const RELEASED = new Error('released');

/** Bounds one call in time. Each step has a timeout of its own; the caller's signal ends them all, and its reason is thrown as it is. */
export function createGuard(clock: Clock, operation: string, signal?: AbortSignal): Guard {
  const controller = new AbortController();
  const stop = () => controller.abort(signal?.reason);
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return {
    run: async (timeoutMs, step) => {
      const cancel = clock.schedule(timeoutMs, () => controller.abort(TIMED_OUT));
      try {
        return await orAborted(step, controller.signal);
      } catch (cause) {
        if (signal?.aborted) throw signal.reason;
        // The step has come to an end; what is left of the exchange must not go on unseen.
        controller.abort(RELEASED);
        if (controller.signal.reason === TIMED_OUT)
          throw new CausewayNetworkError('timeout', operation, `no answer within ${timeoutMs} ms`);
        throw new CausewayNetworkError('connection', operation, `no complete answer (${describe(cause)})`, { cause });
      } finally {
        cancel();
      }
    },
    release: () => {
      signal?.removeEventListener('abort', stop);
      controller.abort(RELEASED);
    },
  };
}

/** Ends with the signal even where a step does not listen to it. */
function orAborted<T>(step: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    step(signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** `fetch` says only that it failed; the reason is in its cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause : null;
  if (inner === null) return error.message;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return [error.message, code, inner.message].filter((part) => part !== '').join(': ');
}

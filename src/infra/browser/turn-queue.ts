/** First come, first served. */
export interface TurnQueue {
  /** Resolves with `turn` when it is the caller's, with `late` when that takes too long; rejects with the signal's reason. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<'turn' | 'late'>;
  /** Gives the longest waiting its turn. */
  next(): void;
  length(): number;
}

/** A queue of callers that wait for a turn. One that gave up has left it. */
export function createTurnQueue(): TurnQueue {
  const waiting = new Set<() => void>();
  return {
    wait: (timeoutMs, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(begin);
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
        };
        const begin = () => {
          leave();
          resolve('turn');
        };
        const abort = () => {
          leave();
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          leave();
          resolve('late');
        }, timeoutMs);
        signal.addEventListener('abort', abort, { once: true });
        waiting.add(begin);
      }),
    next: () => {
      const [first] = waiting;
      first?.();
    },
    length: () => waiting.size,
  };
}

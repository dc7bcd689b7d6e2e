/** Calls that met a lost session wait here until somebody has signed in again. Nothing on the page goes away meanwhile. */
interface SessionGate {
  /** Asks for a sign-in; resolves when it has happened. All calls that wait share one. */
  await(): Promise<void>;
  /** Lets the waiting calls go on. */
  open(): void;
  isAsking(): boolean;
  subscribe(listener: () => void): () => void;
}

function createSessionGate(): SessionGate {
  const listeners = new Set<() => void>();
  let waiting: PromiseWithResolvers<void> | null = null;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    await: () => {
      if (waiting === null) {
        waiting = Promise.withResolvers<void>();
        tell();
      }
      return waiting.promise;
    },
    open: () => {
      waiting?.resolve();
      waiting = null;
      tell();
    },
    isAsking: () => waiting !== null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const sessionGate = createSessionGate();

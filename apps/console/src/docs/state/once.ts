import { useSyncExternalStore } from 'react';

/** What is loaded on first use: not there yet, there, or failed with a reason. */
export type Loaded<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: unknown };

export interface Once<Value> {
  /** Loads it unless that was done. */
  load(): Promise<Value>;
  /** Tries again after a failure. */
  retry(): void;
  /** The same for a component, which is drawn anew when it comes. */
  use(): Loaded<Value>;
}

/** Something that many parts of the pages need, loaded once, when the first of them asks. */
export function createOnce<Value>(read: () => Promise<Value>): Once<Value> {
  let current: Loaded<Value> = { state: 'loading' };
  let under: Promise<Value> | undefined;
  const listeners = new Set<() => void>();
  const set = (next: Loaded<Value>): void => {
    current = next;
    for (const listener of listeners) listener();
  };
  const load = (): Promise<Value> => {
    under ??= read().then(
      (value) => {
        set({ state: 'ready', value });
        return value;
      },
      (error: unknown) => {
        set({ state: 'failed', error });
        throw error;
      },
    );
    return under;
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    // A failure is shown from the state; nothing waits for this promise.
    load().catch(() => undefined);
    return () => listeners.delete(listener);
  };
  return {
    load,
    retry: () => {
      under = undefined;
      set({ state: 'loading' });
      load().catch(() => undefined);
    },
    use: () => useSyncExternalStore(subscribe, () => current),
  };
}

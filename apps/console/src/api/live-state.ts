import { useSyncExternalStore } from 'react';
import type { LiveState } from './live-follower.ts';

/** How it stands with the stream of the page, for everybody on it. */
interface LiveStateStore {
  get(): LiveState;
  set(state: LiveState): void;
  subscribe(listener: () => void): () => void;
}

function createLiveState(): LiveStateStore {
  const listeners = new Set<() => void>();
  let current: LiveState = 'paused';
  return {
    get: () => current,
    set: (state) => {
      current = state;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const liveState = createLiveState();

/** Renders anew when the state changes. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(liveState.subscribe, liveState.get);
}

/** While changes are told as they come, asking is only for what a lost connection may hide. */
const SELDOM_MS = 30_000;

/** How often to ask for something of which events tell: in this interval only while they do not come. */
export function useToldInterval(everyMs: number): number {
  return useLiveState() === 'live' ? Math.max(everyMs, SELDOM_MS) : everyMs;
}

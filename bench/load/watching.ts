/** How a watcher looks for changes. */
export type WatchMode = 'poll' | 'live';

export interface WatcherConfig {
  readonly mode: WatchMode;
  readonly url: string;
  readonly key: string;
  /** Where it starts: the head before the first change. */
  readonly cursor: string;
}

/** Asks for what was seen once so many changes were, or once the time is over. */
export interface WatcherQuestion {
  readonly changes: number;
  readonly timeoutMs: number;
}

/** A change as it arrived: its transaction, and when on the clock that all processes of a machine share. */
export interface Sighting {
  readonly transactionId: string;
  readonly atNs: bigint;
}

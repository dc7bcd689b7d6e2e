/** One limit on a request's way and what is left of it. */
export interface QuotaState {
  readonly name: 'default' | 'person' | 'organization' | 'refused-keys' | 'concurrency' | 'streams';
  /** Requests that one window takes. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until `remaining` is whole again; the wait when this limit refuses the request. */
  readonly resetSeconds: number;
}

/** Whether a key may send one more request now, and what is left of its quotas. */
export interface RateVerdict {
  /** The limit that refuses the request; null when it may go on. */
  readonly refusedBy: QuotaState | null;
  /** The limits that there are: the key's first. */
  readonly quotas: readonly QuotaState[];
}

/** What a receiver of the bench is asked: to wait until that many requests have come, or the time is over. */
export interface ReceiverQuestion {
  readonly count: number;
  readonly timeoutMs: number;
  /** Secret of each path, to hold what has come against; null where nothing is signed. */
  readonly secrets: Readonly<Record<string, string>> | null;
}

/** A delivery that has come, and when by the machine's monotonic clock. */
export interface Receipt {
  readonly id: string;
  readonly atNs: bigint;
}

export interface ReceiverReply {
  readonly receipts: readonly Receipt[];
  /** Requests whose signatures were not good. */
  readonly forged: number;
}

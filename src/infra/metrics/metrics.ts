/** How a sync run ended, and over which connector. */
export interface EndedRun {
  /** Name of the connector; `file` for files that were handed in. */
  readonly connector: string;
  /** `succeeded`, `partial`, `failed`, `suspended` or `returned`. */
  readonly outcome: string;
  /** Code of the fault that it ended with; null without one. */
  readonly fault: string | null;
  readonly durationMs: number;
}

/** One transaction that a run's result was written in. */
export interface WrittenCommit {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
  /** Balance proofs for which an alarm was raised in it. */
  readonly alarms: number;
  readonly durationMs: number;
}

/**
 * What the parts of the service tell of their work, to be counted. Nothing of it names a tenant or carries a value of one:
 * every text comes from a list that the code holds. A part that is given none counts nothing.
 */
export interface Metrics {
  /** `operation` is an operation of the contract, or null where the request met none. */
  requestAnswered(operation: string | null, status: number, durationMs: number): void;
  runEnded(run: EndedRun): void;
  commitWritten(commit: WrittenCommit): void;
  /** `outcome`: `taken`, `refused` (an answer that is no success) or `failed` (no answer). */
  webhookAttempted(outcome: 'taken' | 'refused' | 'failed', durationMs: number): void;
  /** The last attempt of a delivery was made. */
  deliveryEnded(outcome: 'succeeded' | 'failed'): void;
  messageReceived(channel: 'email' | 'sms'): void;
  evidenceStored(sizeBytes: number): void;
  /** A key or a secret did not open. */
  vaultFailed(): void;
}

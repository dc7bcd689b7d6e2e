import type { Schemas } from '../../api/operation-types.ts';
import type { StreamChange } from './stream-change.ts';

/** Changes that are kept to be looked at. */
export const MAX_CHANGES = 1_000;
/** The rate is that of so much time. */
const RATE_MS = 10_000;

/** What is shown of a stream. */
export interface ChangeLog {
  /** Newest first, `MAX_CHANGES` at most. */
  readonly changes: readonly StreamChange[];
  /** All that came. */
  readonly total: number;
  /** When the latest came, to tell how many come in a second; bounded as the changes are. */
  readonly arrivalsMs: readonly number[];
}

export const EMPTY_LOG: ChangeLog = { changes: [], total: 0, arrivalsMs: [] };

/** Puts changes on top, in the order in which they came, and lets the oldest go. */
export function addChanges(log: ChangeLog, arrived: readonly StreamChange[], nowMs: number): ChangeLog {
  if (arrived.length === 0) return log;
  const latest = arrived.slice(-MAX_CHANGES).reverse();
  const recent = log.arrivalsMs.filter((atMs) => nowMs - atMs < RATE_MS);
  return {
    changes: [...latest, ...log.changes].slice(0, MAX_CHANGES),
    total: log.total + arrived.length,
    arrivalsMs: [...recent, ...arrived.map(() => nowMs)].slice(-MAX_CHANGES * 10),
  };
}

/** Changes a second, over the last ten. */
export function rateOf({ arrivalsMs }: ChangeLog, nowMs: number): number {
  return arrivalsMs.filter((atMs) => nowMs - atMs < RATE_MS).length / (RATE_MS / 1_000);
}

/** The latest state of a transaction that came, among what is kept. */
export function findSeen(changes: readonly StreamChange[], id: string): Schemas['Transaction'] | undefined {
  return changes.find(({ transactionId }) => transactionId === id)?.transaction ?? undefined;
}

/**
 * Transactions of a database that a reader has seen: every one below `next` that is not among `open`, which ascend. A snapshot of the
 * database says the same of those that are decided. Ids are handed out in order when a transaction begins to write, and decided in any.
 */
export interface SeenTransactions {
  readonly next: bigint;
  readonly open: readonly bigint[];
}

/** Reads what PostgreSQL prints of a `pg_snapshot`: `xmin:xmax:open,open`. */
export function parseSnapshot(text: string): SeenTransactions {
  const [, next = '', open = ''] = /^\d+:(\d+):([\d,]*)$/.exec(text) ?? [];
  if (next === '') throw new Error(`no snapshot of transactions: ${text}`);
  return { next: BigInt(next), open: open === '' ? [] : open.split(',').map(BigInt) };
}

/** The same as PostgreSQL reads it. */
export function printSnapshot({ next, open }: SeenTransactions): string {
  return `${open[0] ?? next}:${next}:${open.join(',')}`;
}

/** Whether the snapshot shows what the transaction of that id wrote, if it was committed. */
export function hasSeen({ next, open }: SeenTransactions, id: bigint): boolean {
  return id < next && !open.includes(id);
}

/** Whether everything that `before` holds is decided at `now` too. If not, the two are not of one history. */
export function isLater(now: SeenTransactions, before: SeenTransactions): boolean {
  return before.next <= now.next && now.open.every((id) => !hasSeen(before, id));
}

/** What a reader has seen who had seen `before`, and then all up to the transaction `last` that was decided at `now`. */
export function seeThrough(before: SeenTransactions, now: SeenTransactions, last: bigint): SeenTransactions {
  const open = [...now.open.filter((id) => id <= last), ...before.open.filter((id) => id > last)];
  return { next: before.next > last ? before.next : last + 1n, open };
}

/** A lower bound with at most `most` open transactions: what lies above counts as not seen. */
export function keepFewOpen({ next, open }: SeenTransactions, most: number): SeenTransactions {
  return { next: open[most] ?? next, open: open.slice(0, most) };
}

import type { Caller, Schemas } from '../calls/caller.ts';

export type StreamEvent = Schemas['TransactionSyncEvent'];

/** A client's mirror, kept by the rules of the contract alone; a rule that does not hold throws. */
export class StreamMirror {
  readonly rows = new Map<string, Schemas['Transaction']>();
  readonly seen: StreamEvent[] = [];
  #cursor: string;

  constructor(cursor: string) {
    this.#cursor = cursor;
  }

  /** A mirror that begins where the stream stands now. */
  static async atHead(caller: Caller): Promise<StreamMirror> {
    const head = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions');
    if (head.events.length > 0 || head.hasMore) throw new Error('a call without a cursor must give the head only');
    return new StreamMirror(head.nextCursor);
  }

  async catchUp(caller: Caller, limit: number): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const query = { cursor: this.#cursor, limit };
      const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', { query });
      for (const event of page.events) this.#apply(event);
      this.#cursor = page.nextCursor;
      hasMore = page.hasMore;
    }
  }

  #apply(event: StreamEvent): void {
    this.seen.push(event);
    const id = event.type === 'removed' ? event.transactionId : event.transaction.id;
    // A row that came and went since the last catch-up may be told as removed although it was never seen.
    const fits = event.type === 'removed' || this.rows.has(id) === (event.type === 'modified');
    if (!fits) throw new Error(`${event.type} does not fit what is known of ${id}`);
    if (event.type === 'removed') this.rows.delete(id);
    else this.rows.set(id, event.transaction as Schemas['Transaction']); // Without `fields` it is whole.
  }
}

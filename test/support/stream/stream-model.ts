import type { Schemas } from '../calls/caller.ts';

/** What a stream is narrowed to. */
export interface StreamFilter {
  readonly accountId?: string;
  readonly connectionId?: string;
}

/** Where a reader stands: the last change it was given, and where its catch-up began. */
export interface ModelPlace {
  readonly position: number;
  readonly since: number;
}

interface ModelRow {
  readonly accountId: string;
  readonly connectionId: string;
  readonly first: number;
  last: number;
  removed: boolean;
}

/** The stream as its laws describe it, over a table in memory: what every page must hold, to the event. */
export class StreamModel {
  readonly #rows = new Map<string, ModelRow>();
  #head = 0;

  get head(): number {
    return this.#head;
  }

  /** Ids that are there now, in no order that matters. */
  living(): string[] {
    return [...this.#rows].filter(([, row]) => !row.removed).map(([id]) => id);
  }

  add(id: string, place: { readonly accountId: string; readonly connectionId: string }): void {
    this.#head += 1;
    const { accountId, connectionId } = place;
    this.#rows.set(id, { accountId, connectionId, first: this.#head, last: this.#head, removed: false });
  }

  change(id: string, removed: boolean): void {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`the model has no row ${id}`);
    this.#head += 1;
    row.last = this.#head;
    row.removed = removed;
  }

  /** The page that follows a place: `type id` of each event, whether more follow, and where the reader stands then. */
  page(
    place: ModelPlace,
    limit: number,
    filter: StreamFilter,
  ): { events: string[]; hasMore: boolean; next: ModelPlace } {
    const rows = [...this.#rows]
      .filter(
        ([, { last, accountId, connectionId }]) =>
          last > place.position &&
          (filter.accountId ?? accountId) === accountId &&
          (filter.connectionId ?? connectionId) === connectionId,
      )
      .sort(([, a], [, b]) => a.last - b.last);
    const sent = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    const typeOf = (row: ModelRow) => (row.removed ? 'removed' : row.first > place.since ? 'added' : 'modified');
    const next = hasMore
      ? { position: sent.at(-1)?.[1].last ?? place.position, since: place.since }
      : { position: this.#head, since: this.#head };
    return { events: sent.map(([id, row]) => `${typeOf(row)} ${id}`), hasMore, next };
  }
}

/** `type id` of an event, as the model writes it. */
export function summarise(event: Schemas['TransactionSyncEvent']): string {
  return `${event.type} ${event.type === 'removed' ? event.transactionId : event.transaction.id}`;
}

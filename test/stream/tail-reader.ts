import {
  type Event,
  type Query,
  subjectOf,
  type Transaction,
  type WrittenStream,
} from '../support/stream/written-stream.ts';

/** A client that reads the stream from its beginning while others write, and goes on until it is told that they are done. */
export interface TailReader {
  readonly seen: readonly Event[];
  readonly mirror: ReadonlyMap<string, Transaction>;
}

/** Reads on in pages of a size; ends at the first page that has nothing more after `isQuiet` has become true. */
export async function readTail(stream: WrittenStream, limit: number, isQuiet: () => boolean): Promise<TailReader> {
  const seen: Event[] = [];
  const mirror = new Map<string, Transaction>();
  for (let place: Query = { from: 'beginning' }; ; ) {
    const last = isQuiet();
    const page = await stream.page({ ...place, limit });
    for (const event of page.events) {
      seen.push(event);
      if (event.type === 'removed') mirror.delete(subjectOf(event));
      else mirror.set(subjectOf(event), event.transaction as Transaction); // Without `fields` it is whole.
    }
    place = { cursor: page.nextCursor };
    if (last && !page.hasMore) return { seen, mirror };
  }
}

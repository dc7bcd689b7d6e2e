import type { StreamPlace } from '../../domain/cursors/stream-cursor.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { ApiParts } from '../parts.ts';
import { cutToGrain, KEEP_ALIVE, type LiveSource, message } from './live-stream.ts';
import { cursorAt, readPage, type StreamRequest } from './stream-page.ts';

/** Changes fetched at once. The next ones are fetched when these are on their way, so a slow client costs no memory. */
const BATCH = 100;

/** The change stream from a place on: a client that falls behind gets fewer events, never wrong ones. */
export function followChanges(start: StreamPlace, request: StreamRequest, parts: ApiParts): LiveSource {
  let place = start;
  return {
    cursor: () => cursorAt(place, request, parts),
    signOfLife: () => KEEP_ALIVE,
    listen: () => parts.listenToStream(request.principal),
    readNext: async () => {
      const batch = await readBatch(place, request, parts);
      if ('refused' in batch) return batch;
      place = batch.next;
      return batch;
    },
  };
}

interface Batch {
  readonly messages: Buffer;
  readonly next: StreamPlace;
  readonly hasMore: boolean;
}

/** The next changes as messages. Listeners of the same stream at the same place get the very same bytes. */
function readBatch(place: StreamPlace, request: StreamRequest, parts: ApiParts): Promise<Batch | Refusal> {
  const { organizationId, environment } = request.principal;
  const { accountId, connectionId, selection } = request;
  const { position, since, issuedAtMs } = place;
  const fields = selection === null ? null : [...selection];
  const at = [String(position), String(since), issuedAtMs];
  const key = JSON.stringify(['changes', organizationId, environment, accountId, connectionId, fields, at]);
  return parts.shareRead(key, () => renderBatch(place, request, parts));
}

async function renderBatch(place: StreamPlace, request: StreamRequest, parts: ApiParts): Promise<Batch | Refusal> {
  const page = await readPage(place, BATCH, request, parts);
  if ('refused' in page) return page;
  const next = page.hasMore ? page.next : { ...page.next, issuedAtMs: cutToGrain(page.next.issuedAtMs) };
  const messages = page.items.map((item, index) => {
    // After its last change the client has caught up, which the cursor has to say.
    const after = !page.hasMore && index === page.items.length - 1 ? next : item.after;
    return message(item.type, item.json, cursorAt(after, request, parts));
  });
  return { messages: Buffer.concat(messages), next, hasMore: page.hasMore };
}

import { Readable } from 'node:stream';
import { ERROR_CATALOGUE, type ErrorCode } from '../../../domain/error-catalogue.ts';
import { type Refusal, refuse } from '../../../domain/refusal.ts';
import type { StreamPlace } from '../../../domain/stream-cursor.ts';
import { parseFields } from '../../fields.ts';
import { defineOperation } from '../../operation.ts';
import type { ApiParts } from '../../parts.ts';
import { cursorAt, findStart, readPage, type StreamRequest } from '../../stream-page.ts';

/** A comment comes at least this often; the contract promises fifteen seconds. */
const HEARTBEAT_MS = 10_000;
/** A revoked key ends its streams within this time. */
const KEY_CHECK_MS = 4_000;
/** Changes fetched at once. The next ones are fetched when these are on their way, so a slow client costs no memory. */
const BATCH = 100;

interface LiveParts {
  readonly parts: ApiParts;
  readonly request: StreamRequest;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export const streamTransactions = defineOperation('streamTransactions', {
  async handle({ query, header }, { parts, principal, requestId, signal }) {
    const selection = parseFields('Transaction', query.fields);
    if (!selection.ok) return selection.refusal;
    const { accountId = null, connectionId = null } = query;
    const request = { principal, accountId, connectionId, selection: selection.value };
    // Browsers repeat the first URL when they reconnect, so the last message they had counts more.
    const cursor = header['Last-Event-ID'] ?? query.cursor;
    const start = await findStart({ cursor, beginning: false }, request, parts);
    if ('refused' in start) return start;
    const first = await readPage(start, 1, request, parts);
    if ('refused' in first) return first;
    const messages = tellChanges(start, { parts, request, requestId, signal });
    return { status: 200, stream: Readable.from(messages, { objectMode: false }), contentType: 'text/event-stream' };
  },
});

/** Messages of one live stream, made as they are taken: a client that falls behind gets fewer events, never wrong ones. */
async function* tellChanges(start: StreamPlace, live: LiveParts): AsyncGenerator<Buffer> {
  const { parts, request, signal } = live;
  let place = start;
  let checkedMs = parts.nowMs();
  let spokeMs = parts.nowMs();
  const nextCursor = cursorAt(place, request, parts);
  yield message('stream.open', JSON.stringify({ nextCursor }), nextCursor);
  for (;;) {
    const page = await readPage(place, BATCH, request, parts);
    if ('refused' in page) return yield farewell(page, live);
    for (const [index, item] of page.items.entries()) {
      // After its last change the client has caught up, which the cursor has to say.
      const after = !page.hasMore && index === page.items.length - 1 ? page.next : item.after;
      yield message(item.type, item.json, cursorAt(after, request, parts));
      spokeMs = parts.nowMs();
    }
    place = page.next;
    if (signal.aborted) return yield farewell(refuse('unavailable', 'The service is stopping. Connect again.'), live);
    if (parts.nowMs() - checkedMs >= KEY_CHECK_MS) {
      checkedMs = parts.nowMs();
      const refusal = REFUSAL_OF_KEY[await parts.recheckKey(request.principal)];
      if (refusal !== null) return yield farewell(refusal, live);
    }
    if (parts.nowMs() - spokeMs >= HEARTBEAT_MS) {
      yield Buffer.from(': keep-alive\n\n');
      spokeMs = parts.nowMs();
    }
    if (!page.hasMore) await parts.waitForChange(request.principal, KEY_CHECK_MS, signal);
  }
}

const REFUSAL_OF_KEY = {
  inForce: null,
  expired: refuse('api_key_expired', 'The API key has expired.'),
  revoked: refuse('api_key_revoked', 'The API key was revoked.'),
} as const;

/** The last message: the error that ended the stream, in the form of every error body. */
function farewell(refusal: Refusal, { parts, requestId }: LiveParts): Buffer {
  const { code, message: text }: { code: ErrorCode; message: string } = refusal;
  const documentationUrl = `${parts.documentationBaseUrl}#${code}`;
  const known = code in ERROR_CATALOGUE ? { documentationUrl } : {};
  return message(
    'stream.close',
    JSON.stringify({ error: { code, message: text, ...known }, meta: { requestId } }),
    null,
  );
}

function message(event: string, data: string, id: string | null): Buffer {
  return Buffer.from(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
}

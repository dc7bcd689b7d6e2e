import type { Fetch } from '../transport.ts';

/** One connection of a scripted live stream: what it sends, piece by piece, and how it ends. */
export interface ScriptedConnection {
  readonly pieces: readonly string[];
  /** `hangUp`: the server closes. `break`: the line breaks. `silence`: nothing more comes. */
  readonly ending: 'hangUp' | 'break' | 'silence';
}

export interface ScriptedStream {
  readonly fetch: Fetch;
  /** `Last-Event-ID` and the URL of each connection. */
  readonly connections: { readonly lastEventId: string | null; readonly url: string }[];
  /** Pieces that have been read so far. */
  readonly read: { count: number };
}

/** A server whose answers follow a script; an answer is a connection or a complete response. */
export function scriptStream(steps: readonly (ScriptedConnection | Response)[]): ScriptedStream {
  const connections: ScriptedStream['connections'] = [];
  const read = { count: 0 };
  const fetch: Fetch = async (url, init) => {
    const step = steps[connections.length];
    connections.push({ url, lastEventId: new Headers(init.headers).get('last-event-id') });
    if (step === undefined) throw new Error(`connection ${connections.length} was not expected`);
    return step instanceof Response ? step : toResponse(step, read, init.signal ?? null);
  };
  return { fetch, connections, read };
}

function toResponse({ pieces, ending }: ScriptedConnection, read: { count: number }, signal: AbortSignal | null) {
  const waiting = [...pieces];
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = waiting.shift();
        if (piece !== undefined) {
          read.count += 1;
          controller.enqueue(new TextEncoder().encode(piece));
        } else if (ending === 'hangUp') controller.close();
        else if (ending === 'break') controller.error(new TypeError('terminated'));
        else await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

/** The opening message. */
export function opening(cursor: string): string {
  return `id: ${cursor}\nevent: stream.open\ndata: {"nextCursor":"${cursor}"}\n\n`;
}

/** A removal, the shortest of the events. */
export function removal(cursor: string, transactionId: string): string {
  return `id: ${cursor}\nevent: removed\ndata: {"type":"removed","transactionId":"${transactionId}"}\n\n`;
}

/** The message with which the server takes its leave. */
export function closing(code: string): string {
  return `event: stream.close\ndata: {"error":{"code":"${code}","message":"Bye."},"meta":{"requestId":"r"}}\n\n`;
}

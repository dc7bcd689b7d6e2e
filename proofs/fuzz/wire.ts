import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { WireRequest } from './fuzz-request.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed JSON; the text of anything else; undefined for nothing. */
  readonly body: unknown;
  /** It does not end by itself; only its head was read. */
  readonly isOpen: boolean;
}

export interface Wire {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): void;
}

/** Sends requests as they are, whatever a well-mannered client would do to them. */
export function openWire(baseUrl: string): Wire {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { hostname, port } = new URL(baseUrl);
  return {
    close: () => agent.destroy(),
    send: ({ method, path, headers, body }) => {
      const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
      // A list may name a header twice.
      const list = ['host', `${hostname}:${port}`, ...headers.flat()];
      if (body !== null || method !== 'GET') list.push('content-length', String(body?.length ?? 0));
      const sent = httpRequest({
        agent,
        hostname,
        port,
        method,
        path,
        headers: list as unknown as Record<string, string>,
      });
      sent.once('error', reject);
      sent.once('response', (response) => readAnswer(response).then(resolve, reject));
      sent.end(body ?? undefined);
      return promise;
    },
  };
}

async function readAnswer(response: IncomingMessage): Promise<WireAnswer> {
  const { headers, statusCode: status = 0 } = response;
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) {
    response.on('error', () => undefined);
    response.destroy();
    return { status, headers, body: undefined, isOpen: true };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const isJson = type.startsWith('application/json');
  return { status, headers, body: text === '' ? undefined : isJson ? JSON.parse(text) : text, isOpen: false };
}

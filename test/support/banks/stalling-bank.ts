import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to the bank that can be held: everything passes until a request is held, and then that one waits. */
export interface StallingBank {
  readonly url: string;
  /** Where requests go on to. */
  target: string;
  /** Holds the next request that matches; resolves when it has come. */
  holdNext(matches: (request: { method: string; path: string }) => boolean): Promise<void>;
  /** Lets the held request go on. */
  release(): void;
  /** Paths of all requests that came, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startStallingBank(): Promise<StallingBank> {
  const requests: string[] = [];
  let matches: ((request: { method: string; path: string }) => boolean) | null = null;
  let arrived = Promise.withResolvers<void>();
  let gate = Promise.withResolvers<void>();
  const bank: { target: string } = { target: '' };
  // Clients end idle connections first. After the five seconds that Node gives, a machine that was held up would end one just as it is
  // used again.
  const server = createServer({ keepAliveTimeout: 75_000 }, async (request, response) => {
    // Read before anything is held: the client may be killed while its request waits.
    const body = await readBody(request);
    const asked = { method: request.method ?? '', path: request.url ?? '' };
    requests.push(`${asked.method} ${asked.path}`);
    if (matches?.(asked) === true) {
      matches = null;
      arrived.resolve();
      await gate.promise;
    }
    await passOn(request, body, response, bank.target);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return Object.assign(bank, {
    url: `http://127.0.0.1:${port}`,
    requests,
    holdNext: (wanted: NonNullable<typeof matches>) => {
      matches = wanted;
      arrived = Promise.withResolvers<void>();
      gate = Promise.withResolvers<void>();
      return arrived.promise;
    },
    release: () => gate.resolve(),
    close: async () => {
      gate.resolve();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function passOn(request: IncomingMessage, body: Buffer, response: ServerResponse, target: string): Promise<void> {
  const { host: _host, connection: _connection, ...headers } = request.headers;
  try {
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>, // The few headers of our own client are single values.
      body: body.length === 0 ? null : body,
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  } catch {
    // The bank has hung up; so does the line.
    response.destroy();
  }
}

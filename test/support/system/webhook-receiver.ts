import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** A request as it came in. */
export interface ReceivedDelivery {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Id of the event, by its header. */
  readonly id: string;
  readonly atMs: number;
}

export type Answer = (response: ServerResponse, delivery: ReceivedDelivery) => void;

/** A receiver of webhooks on this machine that does what a test wants. */
export interface TestReceiver {
  readonly url: string;
  readonly received: readonly ReceivedDelivery[];
  /** How requests to a path are answered from now on; with 204 where nothing is said. */
  answer(path: string, answer: Answer): void;
  /** Most requests to a path that were open at the same time. */
  mostOpen(path: string): number;
  /** Resolves when the condition holds; looks again with every request that comes in or ends. */
  until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>;
  stop(): Promise<void>;
}

/** How long a test waits for what must come. */
const PATIENCE_MS = 90_000;

export const accept: Answer = (response) => response.writeHead(204).end();
export const answerWith =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

export async function startReceiver(): Promise<TestReceiver> {
  const received: ReceivedDelivery[] = [];
  const answers = new Map<string, Answer>();
  const open = new Map<string, { now: number; most: number }>();
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const count = open.get(path) ?? { now: 0, most: 0 };
    open.set(path, { now: count.now + 1, most: Math.max(count.most, count.now + 1) });
    response.once('close', () => {
      const { now, most } = open.get(path) ?? { now: 1, most: 1 };
      open.set(path, { now: now - 1, most });
      tell();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // A request without an encoding gives bytes.
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const delivery = {
      path,
      headers,
      body: Buffer.concat(chunks).toString(),
      id: headers['webhook-id'] ?? '',
      atMs: Date.now(),
    };
    received.push(delivery);
    (answers.get(path) ?? accept)(response, delivery);
    tell();
  };
  // Senders end idle connections first. After the five seconds that Node gives, a machine that was held up would end one just as it is
  // used again.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    // A sender that goes away in the middle of a request is nothing to fail for.
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // It listens on a port, not on a pipe.
    received,
    answer: (path, answer) => void answers.set(path, answer),
    mostOpen: (path) => open.get(path)?.most ?? 0,
    until: async (condition, what) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (!(await condition())) {
        if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; received ${received.length}`);
        const timer = setTimeout(tell, 20);
        await changed.promise;
        clearTimeout(timer);
        await turn();
      }
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

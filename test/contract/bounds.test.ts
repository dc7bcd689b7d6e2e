import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpBounds } from '../../src/api/limits/http-bounds.ts';
import { defineOperation } from '../../src/api/operation.ts';
import type { CoreParts } from '../../src/api/parts.ts';
import { getLiveness } from '../../src/api/routes/health/get-liveness.ts';
import { getReadiness } from '../../src/api/routes/health/get-readiness.ts';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { createFakeApp, createFakeParts, KEYS } from './fake-app.ts';
import { exampleOf, FAKE_OPERATIONS } from './fake-operations.ts';

const AUTH = `Authorization: Bearer ${KEYS.full}\r\n`;
const ENTITY = '/v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3';
const GET = `GET ${ENTITY} HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`;
const POST = `POST /v1/entities HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${AUTH}`;
/** Looked at so often that no test waits for longer. */
const CHECK = { checkMs: 20 };

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** A listening app with these bounds, and its port. */
async function serve(
  bounds: Partial<HttpBounds>,
  operations: Parameters<typeof createFakeApp>[0] = FAKE_OPERATIONS,
  changes: Partial<CoreParts> = {},
): Promise<{ readonly app: FastifyInstance; open(): Socket; ask(request: string | Buffer): Promise<Answer> }> {
  const app = createFakeApp(operations, changes, { ...CHECK, ...bounds });
  await app.listen({ host: '127.0.0.1', port: 0 });
  opened.push(app);
  const { port } = app.server.address() as AddressInfo; // A listening TCP server has such an address.
  const open = () => {
    const socket = connect(port, '127.0.0.1');
    // A server that ends a connection under a client's hands is what is tested here.
    socket.on('error', () => undefined);
    opened.push({ close: () => socket.destroy() });
    return socket;
  };
  return {
    app,
    open,
    ask: (request) => {
      const socket = open();
      socket.write(request);
      return answerOn(socket);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** The first answer that comes on the connection, read in full. Throws when it ends before. */
async function answerOn(socket: Socket): Promise<Answer> {
  let text = '';
  while (true) {
    const end = text.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
    if (end >= 0 && Buffer.byteLength(text) - end - 4 >= length) return parse(text, end);
    const [chunk] = await Promise.race([once(socket, 'data'), closed(socket).then(() => [null])]);
    if (chunk === null) throw new Error(`the connection ended after: ${text}`);
    text += String(chunk);
  }
}

function parse(text: string, end: number): Answer {
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: JSON.parse(text.slice(end + 4)) };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Writes a byte again and again until the connection is closed or the test is over. */
function drip(socket: Socket, byte: string): void {
  const timer = setInterval(() => socket.write(byte), 15);
  socket.once('close', () => clearInterval(timer));
  opened.push({ close: () => clearInterval(timer) });
}

/** An operation whose requests wait until they are let go. */
function createGate() {
  const waiting: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  const operation = defineOperation<'getEntity', CoreParts>('getEntity', {
    async handle() {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      arrivals.shift()?.();
      await promise;
      return { status: 200, body: exampleOf('Entity') };
    },
  });
  const arrival = () => new Promise<void>((resolve) => arrivals.push(resolve));
  const openAll = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { operation, arrival, openAll };
}

/** Lets the time of doing nothing begin for the next connection when told to: a machine that stalls could cut it before its request is read. */
function boundLater(app: FastifyInstance, stallMs: number): () => void {
  let taken: Socket | null = null;
  app.server.once('connection', (socket) => {
    taken = socket;
    socket.setTimeout(0);
  });
  return () => taken?.setTimeout(stallMs);
}

describe('a client that is too slow', () => {
  it('with its headers is told so and cut off', async () => {
    const { open } = await serve({ headersMs: 100, requestMs: 100 });
    const socket = open();
    socket.write('GET /v1/entities HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    drip(socket, 'a');
    const ended = closed(socket);
    const answer = await answerOn(socket);
    expect(answer.body.error).toMatchObject({
      code: 'malformed_request',
      message: 'The request did not arrive in time.',
    });
    await ended;
  });

  it('with a body of JSON is told so and cut off', async () => {
    const { open } = await serve({ bodyMs: 100 });
    const socket = open();
    socket.write(`${POST}Content-Length: 5000\r\n\r\n`);
    drip(socket, ' ');
    const ended = closed(socket);
    const answer = await answerOn(socket);
    expect(answer.body.error.message).toBe('The body did not arrive within 0.1 seconds. Send it at once.');
    assertResponseMatchesContract('createEntity', answer);
    await ended;
  });

  it('with an upload is told so and cut off', async () => {
    const { open } = await serve({ uploadGraceMs: 50, minUploadBytesPerSecond: 100_000 });
    const socket = open();
    socket.write(
      `POST /v1/connections/019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18/files HTTP/1.1\r\nHost: x\r\n${AUTH}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`,
    );
    drip(socket, 'x');
    const ended = closed(socket);
    const answer = await answerOn(socket);
    expect(answer.body.error.message).toMatch(/^The upload came in too slowly: less than 100000 bytes a second\./);
    assertResponseMatchesContract('uploadConnectionFile', answer);
    await ended;
  });

  it('to send anything is cut off', async () => {
    const { open } = await serve({ stallMs: 60 });
    const socket = open();
    socket.write(`${POST}Content-Length: 5000\r\n\r\n{`);
    await closed(socket);
  });

  it('to take its answer is cut off, and the answer let go', async () => {
    const gone = Promise.withResolvers<void>();
    const large = defineOperation<'getEntity', CoreParts>('getEntity', {
      handle: () => {
        begin();
        return { status: 200, rawJson: Buffer.alloc(64 * 2 ** 20, ' '), onSent: () => gone.resolve() };
      },
    });
    const { app, open } = await serve({ stallMs: 60 }, [large]);
    const begin = boundLater(app, 60);
    const socket = open();
    socket.pause();
    socket.write(GET);
    await gone.promise;
  });

  it('to take its live stream is cut off, while little of the stream waits in memory', async () => {
    const source = new PassThrough({ highWaterMark: 16_384 });
    const live = defineOperation<'streamTransactions', CoreParts>('streamTransactions', {
      handle: () => {
        begin();
        return { status: 200, contentType: 'text/event-stream', stream: source };
      },
    });
    const { app, open } = await serve({ stallMs: 60 }, [live]);
    const begin = boundLater(app, 60);
    const socket = open();
    socket.pause();
    socket.write(`GET /v1/transactions/sync/live HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    let written = 0;
    const over = once(source, 'close');
    const block = Buffer.alloc(65_536, 'x');
    while (!source.destroyed) {
      written += block.length;
      if (!source.write(block)) await Promise.race([once(source, 'drain'), over]);
    }
    // What the kernel's buffers take, and no more.
    expect(written).toBeLessThan(32 * 2 ** 20);
  });

  it('is left alone while the server works on its request', async () => {
    const gate = createGate();
    const { app, open } = await serve({ stallMs: 30 }, [gate.operation]);
    const begin = boundLater(app, 30);
    const arrived = gate.arrival();
    const socket = open();
    socket.write(GET);
    await arrived;
    begin();
    // Three times of doing nothing go by on a connection of another client, which is cut off.
    for (let other = 0; other < 3; other += 1) await closed(open());
    gate.openAll();
    expect((await answerOn(socket)).status).toBe(200);
  });
});

describe('a request that is too large', () => {
  it('in the number of its headers is refused, and none of them is left out in silence', async () => {
    const { ask } = await serve({ maxHeaders: 10 });
    const headers = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: y\r\n`).join('');
    const request = (count: number) => `GET ${ENTITY} HTTP/1.1\r\nHost: x\r\n${AUTH}${headers(count)}\r\n`;
    expect((await ask(request(8))).status).toBe(200);
    const one = await ask(request(9));
    expect([one.status, one.body.error.message]).toEqual([400, 'The request has more than 10 headers. Send fewer.']);
    const flood = await ask(request(500));
    expect([flood.status, flood.body.error.code]).toEqual([400, 'malformed_request']);
  });

  it.each([
    ['lists', '['],
    ['objects', '{"a":'],
  ])('in the depth of its %s is refused and does not end the server', async (_what, opening) => {
    const { ask } = await serve({});
    const deep = opening.repeat(Math.floor(500_000 / opening.length));
    const broken = await ask(`${POST}Content-Length: ${deep.length}\r\n\r\n${deep}`);
    expect([broken.status, broken.body.error.code]).toEqual([400, 'malformed_request']);
    const closed = `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { status, body } = await ask(`${POST}Content-Length: ${closed.length}\r\n\r\n${closed}`);
    expect([status, body.error.message]).toEqual([
      422,
      'The property metadata must not be nested deeper than 32 levels.',
    ]);
  });

  it('in its query is refused', async () => {
    const { ask } = await serve({});
    const long = await ask(`GET /v1/entities?cursor=${'a'.repeat(33_000)} HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    expect([long.status, long.body.error.message]).toEqual([
      400,
      'The request line and headers are longer than 32 KiB, or the headers too many. Send less.',
    ]);
    const many = await ask(`GET /v1/entities?${'limit=1&'.repeat(3_000)} HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    expect(many.status).toBe(422);
  });
});

describe('connections', () => {
  it('over the number that the server takes are told so and closed', async () => {
    const { open, ask } = await serve({ maxConnections: 2 });
    const kept = [open(), open()];
    await Promise.all(kept.map((socket) => once(socket, 'connect')));
    const { status, headers, body } = await ask('');
    expect(status).toBe(503);
    expect(headers).toMatchObject({ connection: 'close', 'retry-after': '5' });
    expect(body.error.message).toBe('The server has 2 open connections, which is the most it takes.');
    kept[0]?.destroy();
    await expect.poll(async () => (await ask(GET).catch(() => null))?.status, { interval: 5 }).toBe(200);
  });

  it('over the number that one address may have are told so and closed, unless it is that of a trusted proxy', async () => {
    const bounded = await serve({ maxConnectionsPerAddress: 1 });
    await once(bounded.open(), 'connect');
    expect((await bounded.ask('')).body.error.message).toMatch(
      /^This address has 1 open connections, which is the most/,
    );
    const trusting = await serve({ maxConnectionsPerAddress: 1, trustedProxies: ['127.0.0.0/8'] });
    await once(trusting.open(), 'connect');
    expect((await trusting.ask(GET)).status).toBe(200);
  });

  it('take so many requests: the last answer says so, and whoever asks on is cut off', async () => {
    const { open } = await serve({ maxRequestsPerConnection: 2 });
    const socket = open();
    socket.write(GET);
    expect((await answerOn(socket)).headers.connection).toBe('keep-alive');
    socket.write(GET);
    expect((await answerOn(socket)).headers.connection).toBe('close');
    const ended = closed(socket);
    socket.write(GET);
    await ended;
  });

  it('end when nothing is asked on them any more', async () => {
    const { open } = await serve({ keepAliveMs: 30 });
    const socket = open();
    const ended = closed(socket);
    socket.write(GET);
    await answerOn(socket);
    await ended;
  });
});

describe('too many requests at the same time', () => {
  it('of one key are refused with 429, and others are served', async () => {
    const gate = createGate();
    const { ask } = await serve({ maxRequestsPerKey: 2 }, [gate.operation]);
    const arrived = [gate.arrival(), gate.arrival(), gate.arrival()];
    const running = [ask(GET), ask(GET)];
    await Promise.all(arrived.slice(0, 2));
    const { status, headers, body } = await ask(GET);
    assertResponseMatchesContract('getEntity', { status, headers, body });
    expect(headers).toMatchObject({ 'retry-after': '1', ratelimit: '"concurrency";r=0;t=1' });
    expect(body.error.message).toMatch(/^Too many requests\. This key has 2 requests in work, which is the most/);
    const other = ask(GET.replace(KEYS.full, KEYS.readOnly));
    await arrived[2];
    gate.openAll();
    expect((await Promise.all([...running, other])).map((answer) => answer.status)).toEqual([200, 200, 200]);
    const next = gate.arrival().then(gate.openAll);
    expect((await ask(GET)).status).toBe(200);
    await next;
  });

  it('are not counted for ever when their clients leave while the key is looked up', async () => {
    const fake = createFakeParts();
    const lookUps: (() => void)[] = [];
    const slow = async (...given: Parameters<CoreParts['authenticate']>) => {
      await new Promise<void>((resolve) => lookUps.push(resolve));
      return fake.authenticate(...given);
    };
    let isSlow = true;
    const served: AbortSignal[] = [];
    const operation = defineOperation<'getEntity', CoreParts>('getEntity', {
      handle: (_input, { signal }) => {
        served.push(signal);
        return { status: 200, body: exampleOf('Entity') };
      },
    });
    const { app, open, ask } = await serve({ maxRequestsPerKey: 2 }, [operation], {
      authenticate: (...given) => (isSlow ? slow(...given) : fake.authenticate(...given)),
    });
    const left: Promise<unknown>[] = [];
    app.server.on('connection', (socket) => left.push(once(socket, 'close')));
    const clients = [open(), open(), open()];
    for (const client of clients) client.write(GET);
    await expect.poll(() => lookUps.length, { interval: 5 }).toBe(3);
    for (const client of clients) client.destroy();
    await Promise.all(left);
    isSlow = false;
    for (const resolve of lookUps) resolve();
    // What still runs for them is told at once that nobody listens, and hangs on nothing that lasts.
    await expect.poll(() => served.map(({ aborted }) => aborted), { interval: 5 }).toEqual([true, true, true]);
    expect((await ask(GET)).status).toBe(200);
    expect(app.workloadFigures()).toMatchObject({ requestsInWork: 0, liveStreams: 0 });
  });

  it('for live streams of one key are refused with 429 until one has ended', async () => {
    const streams: PassThrough[] = [];
    const live = defineOperation<'streamTransactions', CoreParts>('streamTransactions', {
      handle: () => {
        const stream = new PassThrough();
        stream.write(': open\n\n');
        streams.push(stream);
        return { status: 200, contentType: 'text/event-stream', stream };
      },
    });
    const { open, ask } = await serve({ maxStreamsPerKey: 1, maxRequestsPerKey: 1 }, [live]);
    const request = `GET /v1/transactions/sync/live HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`;
    const first = open();
    first.write(request);
    await once(first, 'data');
    const refused = await ask(request);
    expect(refused.status).toBe(429);
    expect(refused.body.error.message).toMatch(/This key has 1 live streams open, which is the most/);
    streams[0]?.end();
    const second = open();
    await expect
      .poll(
        async () => {
          second.write(request);
          const [chunk] = await once(second, 'data');
          return String(chunk).slice(9, 12);
        },
        { interval: 5 },
      )
      .toBe('200');
  });

  it('are shed with 503 and a wait, while probes are answered, until others are done', async () => {
    const gate = createGate();
    const { ask } = await serve({ maxRequestsInWork: 2 }, [gate.operation, getLiveness, getReadiness]);
    const arrived = [gate.arrival(), gate.arrival()];
    const running = [ask(GET), ask(GET)];
    await Promise.all(arrived);
    // Not even the key is looked at.
    const { status, headers, body } = await ask(GET.replace(KEYS.full, 'nonsense'));
    assertResponseMatchesContract('getEntity', { status, headers, body });
    expect([status, body.error.code]).toEqual([503, 'unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    for (const probe of ['live', 'ready'])
      expect((await ask(`GET /v1/health/${probe} HTTP/1.1\r\nHost: x\r\n\r\n`)).status).toBe(200);
    gate.openAll();
    expect((await Promise.all(running)).map((answer) => answer.status)).toEqual([200, 200]);
    const next = gate.arrival().then(gate.openAll);
    expect((await ask(GET)).status).toBe(200);
    await next;
  });

  it('are counted no longer when their clients have gone away', async () => {
    const gate = createGate();
    const { open, ask } = await serve({ maxRequestsInWork: 1 }, [gate.operation]);
    const arrived = gate.arrival();
    const leaving = open();
    leaving.write(GET);
    await arrived;
    leaving.destroy();
    await expect
      .poll(
        async () => {
          void gate.arrival().then(gate.openAll);
          return (await ask(GET)).status;
        },
        { interval: 5 },
      )
      .toBe(200);
    gate.openAll();
  });
});

describe('a request that takes too long', () => {
  it('is answered with 503, and what its handler says later is dropped', async () => {
    const gate = createGate();
    const { ask } = await serve({ handlerMs: 1_500 }, [gate.operation]);
    const { status, headers, body } = await ask(GET);
    assertResponseMatchesContract('getEntity', { status, headers, body });
    expect(headers).toMatchObject({ connection: 'close', 'retry-after': '5' });
    expect(body.error.message).toMatch(/^The request took longer than 1\.5 seconds\./);
    gate.openAll();
    const again = gate.arrival().then(gate.openAll);
    expect((await ask(GET)).status).toBe(200);
    await again;
  });
});

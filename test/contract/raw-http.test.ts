import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefusedError } from '../../src/api/http/refused-error.ts';
import { defineOperation } from '../../src/api/operation.ts';
import type { CoreParts } from '../../src/api/parts.ts';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { createFakeApp, KEYS } from './fake-app.ts';
import { exampleOf, FAKE_OPERATIONS } from './fake-operations.ts';

const AUTH = `Authorization: Bearer ${KEYS.full}\r\n`;
let app: FastifyInstance;
let port: number;

beforeEach(async () => {
  app = createFakeApp(FAKE_OPERATIONS);
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port; // A listening TCP server has such an address.
});

afterEach(() => app.close());

/** Sends bytes over a bare socket; gives the first response once the server has closed the connection or answered in full. */
async function exchange(request: string | Buffer) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
    if (length !== undefined && Buffer.byteLength(body) >= Number(length)) break;
  }
  socket.destroy();
  return parseResponse(Buffer.concat(chunks).toString('utf8'));
}

function parseResponse(text: string) {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const body = rest.join('\r\n\r\n');
  return { status: Number(statusLine.split(' ')[1]), headers, body: body === '' ? undefined : JSON.parse(body) };
}

describe('broken HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['an unknown method', 'FROB /v1/entities HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a space in a header name', `GET /v1/entities HTTP/1.1\r\nHost: x\r\nA b: c\r\n${AUTH}\r\n`],
    ['two lengths', `POST /v1/entities HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n${AUTH}\r\n{}`],
    [
      'length and chunks',
      `POST /v1/entities HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n${AUTH}\r\n0\r\n\r\n`,
    ],
    ['no Host', `GET /v1/entities HTTP/1.1\r\n${AUTH}\r\n`],
    ['headers without end', `GET /v1/entities HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
  ])('answers %s with the error envelope and a request id', async (_case, request) => {
    const { status, headers, body } = await exchange(request);
    expect(body.error.code).toBe('malformed_request');
    assertResponseMatchesContract('listEntities', { status, headers, body });
  });

  it('answers an unknown expectation as if it were not there', async () => {
    const request = `GET /v1/transactions/019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77 HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n${AUTH}\r\n`;
    expect((await exchange(request)).status).toBe(200);
  });

  it('answers a request line with a broken path, and one with bytes that are no text', async () => {
    const broken = await exchange(`GET /v1/entities/%E0%A4%A HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    expect(broken.body.error.code).toBe('malformed_request');
    const bytes = Buffer.concat([Buffer.from('GET /v1/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n', 'latin1')]);
    const { status, headers, body } = await exchange(bytes);
    expect([400, 404]).toContain(status);
    assertResponseMatchesContract('getEntity', { status, headers, body });
  });

  it('refuses a chunked body over the limit while it arrives', async () => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const head = `POST /v1/entities HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n${AUTH}\r\n`;
    const { status, headers, body } = await exchange(head + chunk.repeat(17));
    expect(status).toBe(413);
    expect(headers.connection).toBe('close');
    assertResponseMatchesContract('createEntity', { status, headers, body });
  });

  it('answers a bad key before any of the announced body has arrived', async () => {
    const head =
      'POST /v1/entities HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n';
    expect((await exchange(`${head}Authorization: Bearer nope\r\n\r\n`)).status).toBe(401);
  });

  it('mixes no error into a response that has begun when the rest of its request turns out broken', async () => {
    const begun = new PassThrough();
    const live = defineOperation<'streamTransactions', CoreParts>('streamTransactions', {
      handle: () => ({ status: 200, contentType: 'text/event-stream', stream: begun }),
    });
    const serving = createFakeApp([live]);
    await serving.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((serving.server.address() as AddressInfo).port, '127.0.0.1'); // As above.
    socket.write(`GET /v1/transactions/sync/live HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    begun.write(': open\n\n');
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes(': open')) socket.write('garbage garbage\r\n\r\n');
    }
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(text).not.toContain('malformed_request');
    await serving.close();
  });

  it('answers headers that do not arrive in time', async () => {
    const hasty = createFakeApp(FAKE_OPERATIONS, {}, { headersMs: 50, requestMs: 50, checkMs: 20 });
    await hasty.listen({ host: '127.0.0.1', port: 0 });
    const before = port;
    port = (hasty.server.address() as AddressInfo).port; // A listening TCP server has such an address.
    const { status, headers, body } = await exchange('GET /v1/entities HTTP/1.1\r\nHost: x\r\n');
    port = before;
    await hasty.close();
    expect(body.error.message).toBe('The request did not arrive in time.');
    assertResponseMatchesContract('listEntities', { status, headers, body });
  });
});

describe('uploads over a real connection', () => {
  const head = (length: number) =>
    `POST /v1/connections/019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18/files HTTP/1.1\r\nHost: x\r\n${AUTH}` +
    `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n`;
  const filePart = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n';

  it('fails the stream that the handler reads when the client goes away in the middle', async () => {
    const reading = Promise.withResolvers<void>();
    const outcome = Promise.withResolvers<unknown>();
    const upload = defineOperation<'uploadConnectionFile', CoreParts>('uploadConnectionFile', {
      async handle({ body }) {
        try {
          for await (const _chunk of body.file.stream) reading.resolve();
          outcome.resolve('ended as if whole');
        } catch (error) {
          outcome.resolve(error);
        }
        return { status: 200, rawJson: '{}' };
      },
    });
    const receiving = createFakeApp([upload]);
    await receiving.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((receiving.server.address() as AddressInfo).port, '127.0.0.1'); // As above.
    socket.write(`${head(10_000)}${filePart}${'x'.repeat(5_000)}`);
    await reading.promise;
    socket.destroy();
    expect(await outcome.promise).toBeInstanceOf(RefusedError);
    await receiving.close();
  });

  it('reads a refused upload to its end, so that the connection stays usable', async () => {
    const body = `--b\r\ncontent-disposition: form-data; name="colour"\r\n\r\nred\r\n${filePart}${'x'.repeat(90_000)}\r\n--b--\r\n`;
    const socket = connect(port, '127.0.0.1');
    socket.write(head(Buffer.byteLength(body)) + body);
    socket.write('GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 422', 'HTTP/1.1 404']);
  });
});

describe('shutting down', () => {
  it('lets a running request end, tells its handler, and answers new ones on open connections with 503', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const slow = defineOperation<'getEntity', CoreParts>('getEntity', {
      async handle(_input, { signal }) {
        signal.addEventListener('abort', () => aborted.resolve());
        started.resolve();
        await release.promise;
        return { status: 200, body: exampleOf('Entity') };
      },
    });
    const closing = createFakeApp([slow]);
    const base = await closing.listen({ host: '127.0.0.1', port: 0 });
    const url = `${base}/v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3`;
    const headers = { authorization: `Bearer ${KEYS.full}` };
    const running = fetch(url, { headers });
    await started.promise;
    // A second connection that is already open has sent half of its request when the shutdown begins.
    const late = connect(Number(new URL(base).port), '127.0.0.1');
    await once(late, 'connect');
    late.write('GET /v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3 HTTP/1.1\r\n');
    const closed = closing.close();
    await aborted.promise;
    late.write(`Host: x\r\n${AUTH}\r\n`);
    let text = '';
    for await (const chunk of late) text += String(chunk);
    const answer = parseResponse(text);
    expect(answer.body.error.code).toBe('unavailable');
    expect(answer.headers.connection).toBe('close');
    assertResponseMatchesContract('getEntity', answer);
    release.resolve();
    expect((await running).status).toBe(200);
    await closed;
  });

  it('does not wait for connections on which nothing was ever asked', async () => {
    const closing = createFakeApp(FAKE_OPERATIONS);
    await closing.listen({ host: '127.0.0.1', port: 0 });
    const server = closing.server.address() as AddressInfo; // As above.
    const seen = once(closing.server, 'connection');
    const ahead = connect(server.port, '127.0.0.1');
    await seen;
    const ended = once(ahead, 'close');
    ahead.resume();
    // Without a bound in the application this would last as long as the client keeps its connection.
    await closing.close();
    await ended;
  });

  it('tells a handler when its client has gone away', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const waiting = defineOperation<'getEntity', CoreParts>('getEntity', {
      async handle(_input, { signal }) {
        signal.addEventListener('abort', () => aborted.resolve());
        started.resolve();
        await aborted.promise;
        return { status: 200, body: exampleOf('Entity') };
      },
    });
    const leaving = createFakeApp([waiting]);
    await leaving.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((leaving.server.address() as AddressInfo).port, '127.0.0.1'); // As above.
    socket.write(`GET /v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3 HTTP/1.1\r\nHost: x\r\n${AUTH}\r\n`);
    await started.promise;
    socket.destroy();
    await aborted.promise;
    await leaving.close();
  });
});

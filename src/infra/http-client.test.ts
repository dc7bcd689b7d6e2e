import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createRawServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient, type HttpClientOptions, isHostAllowed } from './http-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let host: string;
let handler: Handler;
let clients: HttpClient[];

beforeEach(async () => {
  clients = [];
  handler = (_request, response) => response.end('ok');
  server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  origin = `http://${host}`;
});

afterEach(async () => {
  for (const client of clients) await client.close();
  server.closeAllConnections();
  server.close();
});

function open(options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({ allowedHosts: [host], timeoutMs: 60_000, maxBodyBytes: 1_000, ...options });
  clients.push(client);
  return client;
}

describe('the HTTP client', () => {
  it('gives status, headers and bytes, also of an error status', async () => {
    handler = (_request, response) =>
      response.writeHead(404, { 'X-One': 'a', 'Set-Cookie': ['b=1', 'c=2'] }).end('none');
    const result = await open().send({ url: `${origin}/x` });
    expect(result).toMatchObject({
      kind: 'response',
      status: 404,
      headers: { 'x-one': 'a', 'set-cookie': 'b=1, c=2' },
    });
    expect(result.kind === 'response' && Buffer.from(result.body).toString()).toBe('none');
  });

  it('sends and reads JSON', async () => {
    handler = async (request, response) => {
      response.setHeader('content-type', 'application/json');
      const body = await buffer(request);
      response.end(JSON.stringify([request.method, request.headers['content-type'], JSON.parse(body.toString())]));
    };
    const result = await open().sendJson({ url: origin, method: 'POST', json: { a: 'é' } });
    expect(result).toMatchObject({ kind: 'response', status: 200, body: ['POST', 'application/json', { a: 'é' }] });
  });

  it('knows an empty body from a broken one', async () => {
    handler = (_request, response) => response.writeHead(204).end();
    expect(await open().sendJson({ url: origin })).toMatchObject({ kind: 'response', status: 204, body: null });
    handler = (_request, response) => response.end('<html>');
    expect(await open().sendJson({ url: origin })).toMatchObject({ kind: 'unreachable', code: 'BAD_JSON' });
  });

  it('stops reading a body that is too large, announced or not', async () => {
    handler = (_request, response) => response.setHeader('content-length', 1_001).end(Buffer.alloc(1_001));
    expect(await open().send({ url: origin })).toEqual({ kind: 'tooLarge', status: 200 });
    const closed = Promise.withResolvers<void>();
    handler = (_request, response) => {
      response.on('close', closed.resolve);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(600)));
        response.once('drain', more);
      };
      more();
    };
    expect(await open().send({ url: origin })).toEqual({ kind: 'tooLarge', status: 200 });
    await closed.promise;
    handler = (_request, response) => response.end(Buffer.alloc(1_000));
    expect(await open().send({ url: origin })).toMatchObject({ kind: 'response' });
  });

  it('gives up on a server that does not answer, and on one that stops in the middle', async () => {
    handler = () => undefined;
    expect(await open({ timeoutMs: 60 }).send({ url: origin })).toEqual({ kind: 'timeout' });
    handler = (_request, response) => response.write('half');
    expect(await open({ timeoutMs: 60 }).send({ url: origin })).toEqual({ kind: 'timeout' });
  });

  it('says why nobody could be reached', async () => {
    const raw = createRawServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
    const address = raw.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = open({ allowedHosts: [`127.0.0.1:${port}`] });
    expect(await client.send({ url: `http://127.0.0.1:${port}` })).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNRESET',
    });
    await new Promise((resolve) => raw.close(resolve));
    expect(await client.send({ url: `http://127.0.0.1:${port}` })).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it('rejects with the reason of the caller who ends it', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    handler = () => controller.abort(reason);
    await expect(open().send({ url: origin, signal: controller.signal })).rejects.toBe(reason);
  });

  it('asks only hosts on the list', async () => {
    const asked: string[] = [];
    handler = (request, response) => {
      asked.push(request.url ?? '');
      response.end();
    };
    const client = open({ allowedHosts: ['bank.example'] });
    expect(await client.send({ url: origin })).toMatchObject({ kind: 'unreachable', code: 'HOST_NOT_ALLOWED' });
    expect(asked).toEqual([]);
    await expect(client.send({ url: 'ftp://bank.example' })).rejects.toThrow(TypeError);
    await expect(client.send({ url: 'https://user:pass@bank.example' })).rejects.toThrow(TypeError);
  });

  it('follows a redirect only when told to, and only within the same origin', async () => {
    handler = (request, response) => {
      if (request.url === '/from') response.writeHead(302, { location: '/to' }).end();
      else if (request.url === '/away') response.writeHead(302, { location: 'http://localhost:1/' }).end();
      else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
      else response.end(request.url);
    };
    expect(await open().send({ url: `${origin}/from` })).toMatchObject({ status: 302 });
    const following = open({ maxRedirects: 3, allowedHosts: [host, 'localhost:1'] });
    expect(await following.send({ url: `${origin}/from` })).toMatchObject({ status: 200, body: Buffer.from('/to') });
    expect(await following.send({ url: `${origin}/from`, method: 'POST' })).toMatchObject({ status: 302 });
    expect(await following.send({ url: `${origin}/away` })).toMatchObject({ status: 302 });
    expect(await following.send({ url: `${origin}/round` })).toMatchObject({ status: 302 });
  });
});

describe('the list of hosts', () => {
  it('matches names exactly, ports when not the usual, and subdomains by pattern', () => {
    const allowed = ['Bank.example', 'files.example:8443', '*.portal.example'];
    const matches = (url: string) => isHostAllowed(new URL(url), allowed);
    expect(matches('https://bank.example/x')).toBe(true);
    expect(matches('https://bank.example:443/x')).toBe(true);
    expect(matches('https://bank.example:444/')).toBe(false);
    expect(matches('https://bank.example.evil.example/')).toBe(false);
    expect(matches('https://notbank.example/')).toBe(false);
    expect(matches('https://files.example/')).toBe(false);
    expect(matches('https://files.example:8443/')).toBe(true);
    expect(matches('https://a.b.portal.example/')).toBe(true);
    expect(matches('https://portal.example/')).toBe(false);
    expect(matches('https://evilportal.example/')).toBe(false);
  });
});
